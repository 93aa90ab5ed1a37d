using Distill.Jobs;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;
using MassTransit;

namespace Distill.Pipeline.Workers;

/// <summary>
/// Brings a job to its next work. May run any number of times, after a crash too: it looks at what the store holds and sends for what is
/// missing, so no message is ever needed twice.
/// </summary>
internal sealed class JobPreparer(JobStore jobs, ModelStore models, OpenJobs open, JobGuard guard, JobErrands errands, Admission admission) : IConsumer<PrepareJob>
{
    public Task Consume(ConsumeContext<PrepareJob> context) => guard.RunAsync(context, PrepareAsync);

    private async Task PrepareAsync(JobRecord record, CancellationToken ct)
    {
        if (!await admission.TryEnterAsync(record, ct))
        {
            return; // The end of another job lets it in.
        }
        await guard.MoveAsync(record.Name, JobState.Preparing);
        var job = await open.GetAsync(record, ct);
        if (job.Spec.Teacher is null)
        {
            await errands.TrainAllAsync(record, job, ct);
        }
        else if (await open.TeacherAsync(job, ct) is not null || job.Spec.Teacher.Weights is not null || job.Spec.Teacher.Job is not null
            || await models.FindByRecipeAsync(TrainingPlans.RecipeOf(job), ct) is not null || await IsTrainedAsync(job, ct))
        {
            await errands.SendAsync(record, new PrepareLabels(record.Name), ct);
        }
        else
        {
            await errands.TrainAsync(record, job, Run.Teacher(job.Spec), ct);
        }
    }

    private async Task<bool> IsTrainedAsync(OpenJob job, CancellationToken ct)
    {
        var run = Run.Teacher(job.Spec).Name;
        if (await jobs.HeadAsync(job.Spec.Name, run, ct) is not { Value.Finished: true } head)
        {
            return false;
        }
        var checkpoint = await jobs.CheckpointAsync(job.Spec.Name, run, head.Value.Checkpoint, ct);
        var model = await models.AddAsync(TrainingPlans.Teacher(job).Network, checkpoint.Network, ct);
        await models.AddRecipeAsync(TrainingPlans.RecipeOf(job), model.Id, ct);
        return true;
    }
}
