using System.Diagnostics;
using System.Globalization;
using Distill.Tensors;

namespace Distill.Benchmarks.TrainingStep;

/// <summary>training_step.py in a process of its own, which takes steps when asked and else sleeps.</summary>
internal sealed class PyTorchTrainer : IDisposable
{
    private const string Interpreter = "/usr/bin/python3";
    private readonly Process process;

    public PyTorchTrainer(int threads, string layout)
    {
        var start = new ProcessStartInfo(Interpreter, [Path.Combine(AppContext.BaseDirectory, "TrainingStep", "training_step.py"), $"{threads}", layout])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The same settings that this process has.
        foreach (var (name, value) in NumericEnvironment.Variables(threads)) start.Environment[name] = value;
        process = Process.Start(start)!;
    }

    /// <summary>Milliseconds of each step.</summary>
    public double[] Take(int steps)
    {
        process.StandardInput.WriteLine(steps);
        process.StandardInput.Flush();
        string answer = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"PyTorch gave up (apt-get install python3-torch?): {process.StandardError.ReadToEnd()}");
        return [.. answer.Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
