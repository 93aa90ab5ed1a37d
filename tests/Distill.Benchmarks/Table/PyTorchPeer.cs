using System.Diagnostics;
using System.Globalization;
using Distill.Tensors;

namespace Distill.Benchmarks.Table;

/// <summary>Peers/distillation.py in a process of its own, which takes steps when asked and else sleeps.</summary>
internal sealed class PyTorchPeer : IDisposable
{
    public const string Interpreter = "/usr/bin/python3";

    private readonly Process _process;

    /// <param name="verb"><c>step</c> or <c>label</c>.</param>
    /// <param name="variant"><c>plain</c>, <c>channels_last</c> or <c>bfloat16</c>.</param>
    /// <param name="network">A network of Peers/networks.py.</param>
    /// <param name="batch">Samples of a step.</param>
    /// <param name="threads">Threads of a step.</param>
    public PyTorchPeer(string verb, string variant, string network, int batch, int threads)
    {
        var start = new ProcessStartInfo(Interpreter, [Script("distillation"), verb, variant, network, $"{batch}", $"{threads}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Settle(start, threads);
        _process = Process.Start(start)!;
    }

    /// <summary>The path of one of the peers' programs.</summary>
    public static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Peers", $"{name}.py");

    /// <summary>Gives a peer the same numeric settings that this process has.</summary>
    public static void Settle(ProcessStartInfo start, int threads)
    {
        foreach (var (name, value) in NumericEnvironment.Variables(threads))
        {
            start.Environment[name] = value;
        }
    }

    /// <summary>Milliseconds of each step.</summary>
    public double[] Take(int steps)
    {
        _process.StandardInput.WriteLine(steps);
        _process.StandardInput.Flush();
        var answer = _process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException($"PyTorch gave up (apt-get install python3-torch python3-torchvision?): {_process.StandardError.ReadToEnd()}");
        return [.. answer.Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
