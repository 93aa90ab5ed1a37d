using Distill.Labels;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;

namespace Distill.Pipeline.Workers;

/// <summary>Makes the demand of a job for the labels of its set.</summary>
internal sealed class LabelDemands(JobStore jobs, LabelDesk labels, CommandSender sender, TimeProvider time)
{
    /// <summary>A demand for one reader.</summary>
    public LabelDemand Of(JobRecord record, OpenJob job, LabelSet set, TeacherRecord teacher) =>
        new(jobs, labels, time, new LabelDemand.Wanted(record.Name, set, job.Spec.Labels.Views), (task, ct) => sender.SendAsync(task, teacher.Route, record.Priority, record.Protocol, ct));
}
