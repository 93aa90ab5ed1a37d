using System.Diagnostics;
using System.Globalization;
using Distill.Tensors.Interop.Onnx;
using Xunit;

namespace Distill.Acceptance.Exports;

/// <summary>The lines that a student's card gives for loading it, executed as they stand there where their runtime is.</summary>
public sealed class RecipeTests : IClassFixture<ExportedDigits>
{
    /// <summary>Folder of the unpacked NuGet package Microsoft.ML.OnnxRuntime, which has the headers for C++ and their library.</summary>
    private const string Package = "DISTILL_TEST_ONNXRUNTIME_PACKAGE";

    private readonly ExportedDigits _student;

    public RecipeTests(ExportedDigits student)
    {
        if (!OnnxRuntime.IsPresent)
        {
            Assert.Skip($"Needs ONNX Runtime in {OnnxRuntime.InstallFolder}, which is not there: run infra/onnxruntime.sh.");
        }

        _student = student;
    }

    [Fact]
    public void The_lines_for_DotNet_are_those_of_this_test_and_name_a_class()
    {
        var (pixels, shape) = (ExportedDigits.Pixels, ExportedDigits.Shape);
        using var session = new OnnxSession(File.ReadAllBytes(_student.PathOf("model.int8.onnx")));
        var logits = session.Run<float>(pixels, shape)[0].Values;
        var best = Array.IndexOf(logits, logits.Max());

        Assert.InRange(best, 0, 9);
        Assert.Equal(
            """
            using var session = new OnnxSession(File.ReadAllBytes("model.int8.onnx"));
            var logits = session.Run<float>(pixels, shape)[0].Values;
            var best = Array.IndexOf(logits, logits.Max());
            """,
            _student.Recipe("csharp"));
    }

    [Fact]
    public async Task The_lines_for_Python_name_the_same_class()
    {
        if ((await RunAsync("python3", "-c", "import numpy, onnxruntime")).Code != 0)
        {
            Assert.Skip("Needs Python's packages numpy and onnxruntime, which are not there.");
        }

        var values = string.Join(", ", ExportedDigits.Pixels.Select(value => value.ToString(CultureInfo.InvariantCulture)));
        var (code, output) = await RunAsync(
            "python3", "-c", $"import numpy, onnxruntime\npixels, shape = [{values}], {Shape()}\n{_student.Recipe("python")}");

        Assert.True(code == 0, output);
        Assert.Equal(Expected(), output.Trim());
    }

    [Fact]
    public async Task The_lines_for_Cpp_name_the_same_class()
    {
        if (Environment.GetEnvironmentVariable(Package) is not { Length: > 0 } package)
        {
            Assert.Skip($"Needs the NuGet package Microsoft.ML.OnnxRuntime, unpacked in the folder that {Package} names.");
            return;
        }

        // The library asks for itself by a name that the package does not give it.
        const string library = "libonnxruntime.so.1";
        File.CreateSymbolicLink(_student.PathOf(library), Path.Combine(package, "runtimes", "linux-x64", "native", "libonnxruntime.so"));

        var source = $$"""
            #include <algorithm>
            #include <array>
            #include <iostream>
            #include "onnxruntime_cxx_api.h"
            int main() {
                float pixels[] = { {{string.Join(", ", ExportedDigits.Pixels.Select(value => $"{value.ToString("0.0#######", CultureInfo.InvariantCulture)}f"))}} };
                int64_t shape[] = { {{string.Join(", ", ExportedDigits.Shape)}} };
                const int classes = 10;
                const char* inputs[] = {"images"};
                const char* outputs[] = {"logits"};
                Ort::Env env;
                auto memory = Ort::MemoryInfo::CreateCpu(OrtArenaAllocator, OrtMemTypeDefault);
                auto image = Ort::Value::CreateTensor<float>(memory, pixels, std::size(pixels), shape, std::size(shape));
                {{_student.Recipe("cpp")}}
            }
            """;
        await File.WriteAllTextAsync(_student.PathOf("recipe.cpp"), source, TestContext.Current.CancellationToken);
        var built = await RunAsync("g++", "-std=c++17", "-I", Path.Combine(package, "build", "native", "include"), "recipe.cpp", "-o", "recipe", library, "-Wl,-rpath,$ORIGIN");
        Assert.True(built.Code == 0, built.Output);

        var (code, output) = await RunAsync(_student.PathOf("recipe"));

        Assert.True(code == 0, output);
        Assert.Equal(Expected(), output.Trim());
    }

    private static string Shape() => $"[{string.Join(", ", ExportedDigits.Shape)}]";

    private string Expected()
    {
        using var session = new OnnxSession(File.ReadAllBytes(_student.PathOf("model.int8.onnx")));
        var logits = session.Run<float>(ExportedDigits.Pixels, ExportedDigits.Shape)[0].Values;
        return Array.IndexOf(logits, logits.Max()).ToString(CultureInfo.InvariantCulture);
    }

    private async Task<(int Code, string Output)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _student.Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(output));
    }
}
