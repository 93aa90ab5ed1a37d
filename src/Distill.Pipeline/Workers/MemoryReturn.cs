using Distill.Jobs;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;
using Distill.Tensors;
using MassTransit;

namespace Distill.Pipeline.Workers;

/// <summary>
/// Gives back to the system what a job has left over in this process, when the job has ended: a worker that waits for its next job, or
/// does small ones day after day, is as large as at the beginning.
/// </summary>
internal sealed class MemoryReturn(TimeProvider time)
{
    // Of a second's work it takes some hundredths.
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private long? _last;

    /// <summary>Gives back what is free, unless that was done just now.</summary>
    /// <returns>Whether it was done.</returns>
    public bool Give()
    {
        lock (_gate)
        {
            if (_last is { } last && time.GetElapsedTime(last) < s_pause)
            {
                return false;
            }
            GC.Collect();
            NumericEnvironment.ReturnFreedMemory();
            _last = time.GetTimestamp();
            return true;
        }
    }

    /// <summary>Hears of the ends of jobs.</summary>
    internal sealed class Listener(MemoryReturn memory, LabelDesk labels, WarmRuns warm) : IConsumer<JobChanged>
    {
        public async Task Consume(ConsumeContext<JobChanged> context)
        {
            if (context.Message.State is nameof(JobState.Finished) or nameof(JobState.Failed) or nameof(JobState.Cancelled))
            {
                await warm.ForgetAsync(context.Message.Job);
                await labels.CloseUnusedAsync();
                memory.Give();
            }
        }
    }
}
