using System.CommandLine;
using Distill.Cli.Screens;
using Distill.Devices;
using Distill.Tensors.Interop.Onnx;

namespace Distill.Cli.Commands;

/// <summary><c>distill measure</c>: how long one image takes on this very machine.</summary>
internal static class Measure
{
    private const long LargestModel = int.MaxValue;

    private static readonly Argument<string[]> s_files = new("file")
    {
        Description = "ONNX files; several are timed in turns, so that they can be compared",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<int> s_threads = new("--threads")
    {
        Description = "Threads of an operator",
        HelpName = "number",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<double> s_seconds = new("--seconds")
    {
        Description = "How long each file is run",
        HelpName = "number",
        DefaultValueFactory = _ => 3,
    };

    public static Command Create(Terminal terminal) => Verb.Create(
        terminal, "measure", "Time ONNX models on this machine, one image at a time", [s_files, s_threads, s_seconds], RunAsync);

    private static async Task<int> RunAsync(Invocation call)
    {
        var (threads, seconds) = (call.Parse.GetValue(s_threads), call.Parse.GetValue(s_seconds));
        if (threads is < 1 or > 1024 || seconds is not (> 0 and <= 3600))
        {
            throw new CommandException(ExitCode.BadInput, "--threads takes 1 to 1024, and --seconds a positive number up to 3600.");
        }

        var files = call.Parse.GetRequiredValue(s_files);
        var models = files.Select(Read).ToList();
        var machine = MachineReport.OfThis(threads);
        try
        {
            var figures = new LatencyMeasurement(call.Terminal.Time) { Duration = TimeSpan.FromSeconds(seconds) }.Measure(models, threads);
            var rows = files.Index().Select(file => new MeasuredModel(file.Item, models[file.Index].Length, figures[file.Index])).ToList();
            if (EnergyCounter.Find() is { } counter)
            {
                for (var i = 0; i < rows.Count; i++)
                {
                    rows[i] = rows[i] with { Energy = await MeasuredEnergy.OfAsync(counter, models[i], threads, call.Terminal.Time, call.Terminal.Interrupted) };
                }
            }

            call.Write(new MeasureDocument(machine, rows), MeasureTable.Of);
            return ExitCode.Ok;
        }
        catch (OnnxRuntimeException refusal)
        {
            throw new CommandException(ExitCode.BadInput, $"{string.Join(", ", files)}: {refusal.Message}");
        }
    }

    private static ReadOnlyMemory<byte> Read(string file)
    {
        try
        {
            return new FileInfo(file).Length <= LargestModel
                ? File.ReadAllBytes(file)
                : throw new CommandException(ExitCode.BadInput, $"{file} has more than 2 GB; models of that size are not measured.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.BadInput, $"{file} cannot be read: {unreadable.Message.TrimEnd('.')}; name an ONNX file.");
        }
    }
}
