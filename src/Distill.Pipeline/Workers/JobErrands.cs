using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;
using Distill.Reports;

namespace Distill.Pipeline.Workers;

/// <summary>Sends for the work of a job, to the machines that its plan names.</summary>
internal sealed class JobErrands(JobStore jobs, CommandSender sender)
{
    /// <summary>Sends for work that any machine may do.</summary>
    public Task SendAsync<T>(JobRecord record, T message, CancellationToken ct)
        where T : class, IJobMessage => sender.SendAsync(message, Routes.Any, record.Priority, record.Protocol, ct);

    /// <summary>Sends for the next segment of a run, unless the run is finished.</summary>
    public async Task TrainAsync(JobRecord record, OpenJob job, Run run, CancellationToken ct)
    {
        var head = await jobs.HeadAsync(record.Name, run.Name, ct);
        if (head is not { Value.Finished: true })
        {
            await TrainAsync(record, job, run, head?.Value.Segment ?? 0, ct);
        }
    }

    /// <summary>Sends for a segment of a run.</summary>
    public Task TrainAsync(JobRecord record, OpenJob job, Run run, long segment, CancellationToken ct)
    {
        var route = job.Spec.Numerics == "any" ? Routes.Any : (run.Role == ModelRole.Teacher ? job.Plan.Teacher! : job.Plan.Student).Route;
        return sender.SendAsync(new TrainSegment(record.Name, run.Name, segment), route, record.Priority, record.Protocol, ct);
    }

    /// <summary>Sends for all students and baselines, and for the report in case that they are all finished.</summary>
    public async Task TrainAllAsync(JobRecord record, OpenJob job, CancellationToken ct)
    {
        foreach (var run in Run.Of(job.Spec))
        {
            await TrainAsync(record, job, run, ct);
        }
        await SendAsync(record, new FinishJob(record.Name), ct);
    }
}
