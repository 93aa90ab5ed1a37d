using Distill.Tensors.Interop.Onnx;

namespace Distill.Devices;

/// <summary>
/// Times models by ONNX Runtime, one image at a time. Models that are to be compared are timed in turns within one measurement, so that
/// whatever else the machine does meets all of them.
/// </summary>
public sealed class LatencyMeasurement(TimeProvider time)
{
    /// <summary>Runs of each model that are not counted.</summary>
    public const int WarmUp = 20;

    private const int RunsOfATurn = 25;
    private const int MostRuns = 4000;

    /// <summary>How long each model is run, up to 4,000 times and at least 25 times.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Times models on one image of ordinary values.</summary>
    /// <param name="models">Whole ONNX files.</param>
    /// <param name="threads">Threads of an operator.</param>
    /// <exception cref="OnnxRuntimeMissingException">There is no ONNX Runtime.</exception>
    /// <exception cref="OnnxRuntimeException">A model cannot be run, or takes no single image.</exception>
    public IReadOnlyList<LatencyFigures> Measure(IReadOnlyList<ReadOnlyMemory<byte>> models, int threads)
    {
        var calls = new List<ImageCall>();
        try
        {
            foreach (var model in models)
            {
                calls.Add(new ImageCall(model, threads));
            }

            return Measure([.. calls.Select(call => (Action)call.Invoke)]);
        }
        finally
        {
            calls.ForEach(call => call.Dispose());
        }
    }

    internal IReadOnlyList<LatencyFigures> Measure(IReadOnlyList<Action> calls)
    {
        var (runs, busy) = (calls.Select(_ => new List<double>()).ToList(), new TimeSpan[calls.Count]);
        foreach (var call in calls)
        {
            Repeat(call, WarmUp);
        }

        bool IsDone(int i) => runs[i].Count >= MostRuns || (runs[i].Count > 0 && busy[i] >= Duration);
        while (Enumerable.Range(0, calls.Count).Any(i => !IsDone(i)))
        {
            for (var i = 0; i < calls.Count; i++)
            {
                if (IsDone(i))
                {
                    continue;
                }

                var turn = Repeat(calls[i], RunsOfATurn);
                runs[i].AddRange(turn.Select(run => run.TotalMicroseconds));
                busy[i] += turn.Aggregate((sum, run) => sum + run);
            }
        }

        return [.. runs.Select(LatencyFigures.Of)];
    }

    private TimeSpan[] Repeat(Action call, int times)
    {
        var runs = new TimeSpan[times];
        for (var i = 0; i < times; i++)
        {
            var started = time.GetTimestamp();
            call();
            runs[i] = time.GetElapsedTime(started);
        }

        return runs;
    }
}
