using Distill.Labels;
using Distill.Learning;
using Distill.Pipeline.Jobs;
using Distill.Reports;

namespace Distill.Pipeline.Workers;

/// <summary>Puts together what a run needs to train: its plan and, for a student, the reader of its labels.</summary>
internal sealed class RunPlans(OpenJobs open, TeacherOffice office, LabelDesk labels, LabelDemands demands)
{
    /// <summary>The plan of a run that goes on from a checkpoint, or begins.</summary>
    public async Task<TrainingPlan> OfAsync(JobRecord record, OpenJob job, Run run, Checkpoint? checkpoint, CancellationToken ct)
    {
        if (run.Role == ModelRole.Teacher)
        {
            return TrainingPlans.Teacher(job);
        }
        if (run.Role == ModelRole.Baseline || await open.TeacherAsync(job, ct) is not var (teacher, model, set))
        {
            return TrainingPlans.Alone(job, run);
        }
        var calibration = await office.CalibrationAsync(job, model, set, record.Priority, ct);
        var (reference, _) = await office.ReferenceAsync(job, model, set, calibration, record.Priority, ct);
        var consumed = checkpoint is null ? null : new ConsumedLabels(checkpoint.ConsumedLabels);
        var source = labels.Open(set, consumed, demands.Of(record, job, set, teacher));
        return TrainingPlans.Student(job, run, model, source, reference);
    }
}
