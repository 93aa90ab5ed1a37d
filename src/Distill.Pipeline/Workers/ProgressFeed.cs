using System.Diagnostics;
using System.Threading.Channels;
using Distill.Learning;
using Distill.Pipeline.Messaging;

namespace Distill.Pipeline.Workers;

/// <summary>
/// Carries progress from the training thread to the bus without ever holding a step up: a segment's first step, then at most four messages a second and run, and a
/// newer one replaces one that is still waiting.
/// </summary>
internal sealed class ProgressFeed : IAsyncDisposable
{
    // Enough for every run's first step to get through a slow bus; what is older than that nobody wants to see.
    private const int MostWaiting = 64;
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(0.25);
    private readonly Channel<RunProgressed> _latest =
        Channel.CreateBounded<RunProgressed>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly Task _pump;
    private readonly TimeProvider _time;

    public ProgressFeed(CommandSender sender, TimeProvider time)
    {
        _time = time;
        _pump = PumpAsync(sender);
    }

    /// <summary>A listener for one segment's steps.</summary>
    public Action<StepReport> Of(string job, string run, TrainingPlan plan)
    {
        var (sent, samples, first) = (_time.GetTimestamp(), 0L, true);
        var metrics = new Dictionary<string, double>();
        var tags = new TagList { { "job", job }, { "run", run } };
        return step =>
        {
            samples += step.Samples;
            metrics["loss"] = step.Loss;
            metrics["learning_rate"] = step.LearningRate;
            foreach (var (name, value) in step.Terms)
            {
                metrics["loss." + name] = value;
            }
            if (step.Accuracy is { } accuracy)
            {
                metrics["accuracy"] = accuracy;
            }
            Telemetry.Trained.Add(step.Samples, tags);
            Telemetry.Waited.Add(step.Waited.TotalSeconds, tags);
            var elapsed = _time.GetElapsedTime(sent);
            if (elapsed < s_interval && step.Step < step.Steps && !first)
            {
                return;
            }
            _latest.Writer.TryWrite(new RunProgressed(
                job, run, step.Step, step.Steps, step.Epoch, plan.Training.Epochs, samples / elapsed.TotalSeconds, new Dictionary<string, double>(metrics)));
            Tell(step, tags);
            (sent, samples, first) = (_time.GetTimestamp(), 0, false);
        };
    }

    public async ValueTask DisposeAsync()
    {
        _latest.Writer.TryComplete();
        await _pump;
    }

    private static void Tell(StepReport step, in TagList tags)
    {
        Telemetry.Loss.Record(step.Loss, tags);
        Telemetry.Progress.Record((double)step.Step / step.Steps, tags);
        if (step.Accuracy is { } accuracy)
        {
            Telemetry.Accuracy.Record(accuracy, tags);
        }
    }

    private async Task PumpAsync(CommandSender sender)
    {
        await foreach (var progress in _latest.Reader.ReadAllAsync())
        {
            await sender.TellAsync(progress);
        }
    }
}
