using System.Collections.Concurrent;
using Distill.Jobs;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;
using MassTransit;

namespace Distill.Pipeline.Progress;

/// <summary>The jobs that somebody in this process follows.</summary>
internal sealed class ProgressBoard(JobStore jobs, JobWatch watch, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, JobGauge> _gauges = new(StringComparer.Ordinal);

    /// <summary>All gauges that events may concern.</summary>
    public IEnumerable<JobGauge> All => _gauges.Values;

    /// <summary>The gauge of a job, or null where nobody follows it.</summary>
    public JobGauge? Find(string job) => _gauges.GetValueOrDefault(job);

    /// <summary>Begins to follow a job, from what the store says now.</summary>
    /// <param name="job">The job.</param>
    /// <param name="isLate">Whether others have been working on it since it was submitted.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<JobGauge> FollowAsync(string job, bool isLate, CancellationToken ct)
    {
        var spec = await jobs.SpecAsync(job, ct) with { Name = job };
        var record = await jobs.FindAsync(job, ct) ?? throw new KeyNotFoundException(job);
        var before = isLate ? (record.Ended ?? time.GetUtcNow()) - record.Created : TimeSpan.Zero;
        var gauge = _gauges.GetOrAdd(job, _ => new JobGauge(spec, record, time, before));
        await watch.RefreshAsync(gauge, ct);
        return gauge;
    }

    /// <summary>Lets go of a job that nobody follows any more.</summary>
    public void Forget(string job) => _gauges.TryRemove(job, out _);

    /// <summary>Hands events on to the gauges.</summary>
    internal sealed class Listener(ProgressBoard board, LivePoints points)
        : IConsumer<JobChanged>, IConsumer<LabelsPlanned>, IConsumer<ChunkTaught>, IConsumer<RunProgressed>
    {
        public Task Consume(ConsumeContext<JobChanged> context) => On(context.Message.Job, g => g.Apply(context.Message));

        public Task Consume(ConsumeContext<LabelsPlanned> context) => On(context.Message.Job, g => g.Apply(context.Message));

        public Task Consume(ConsumeContext<RunProgressed> context)
        {
            var news = context.Message;
            points.Add(news.Job, number => new LivePoint(number, news.Run, news.Step, news.Steps, news.Epoch, news.Epochs, news.SamplesPerSecond, news.Metrics));
            return On(news.Job, g => g.Apply(news));
        }

        public Task Consume(ConsumeContext<ChunkTaught> context)
        {
            foreach (var gauge in board.All)
            {
                gauge.Apply(context.Message);
            }
            return Task.CompletedTask;
        }

        private Task On(string job, Action<JobGauge> apply)
        {
            if (board.Find(job) is { } gauge)
            {
                apply(gauge);
            }
            return Task.CompletedTask;
        }
    }
}
