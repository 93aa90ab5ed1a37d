using Distill.Jobs;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;
using Distill.Teaching;
using MassTransit;

namespace Distill.Pipeline.Workers;

/// <summary>
/// Brings a job to its next work. May run any number of times, after a crash too: it looks at what the store holds and sends for what is
/// missing, so no message is ever needed twice.
/// </summary>
internal sealed class JobPreparer(
    JobStore jobs, ModelStore models, OpenJobs open, TeacherOffice office, LabelDesk labels, JobGuard guard) : IConsumer<PrepareJob>
{
    public Task Consume(ConsumeContext<PrepareJob> context) =>
        guard.RunAsync(context.Message.Job, context, ct => PrepareAsync(context.Message.Job, context, ct));

    private async Task PrepareAsync(string name, IPublishEndpoint bus, CancellationToken ct)
    {
        await guard.MoveAsync(name, JobState.Preparing, bus);
        var job = await open.GetAsync(name, ct);
        if (job.Spec.Teacher is not null)
        {
            if (await ModelAsync(job, ct) is not { } model)
            {
                await SendForAsync(job, Run.Teacher(job.Spec), bus, ct);
                return;
            }
            await SettleTeacherAsync(job, model, ct);
            await SendForLabelsAsync(job, bus, ct);
        }
        foreach (var run in Run.Of(job.Spec))
        {
            await SendForAsync(job, run, bus, ct);
        }
        await bus.Publish(new FinishJob(name), ct);
    }

    // Null where the teacher has to be trained first.
    private async Task<TeacherModel?> ModelAsync(OpenJob job, CancellationToken ct)
    {
        if (job.Spec.Teacher!.Weights is null)
        {
            return await models.FindByRecipeAsync(TrainingPlans.RecipeOf(job), ct) is { } id
                ? await open.ModelAsync(id, ct)
                : await TrainedAsync(job, ct);
        }
        var (network, weights) = TeacherFile.Load(job.Spec, job.Dataset);
        return await models.AddAsync(network, weights, ct);
    }

    private async Task<TeacherModel?> TrainedAsync(OpenJob job, CancellationToken ct)
    {
        var run = Run.Teacher(job.Spec).Name;
        if (await jobs.HeadAsync(job.Spec.Name, run, ct) is not { Value: { Finished: true } head })
        {
            return null;
        }
        var checkpoint = await jobs.CheckpointAsync(job.Spec.Name, run, head.Checkpoint, ct);
        var model = await models.AddAsync(TrainingPlans.Teacher(job).Network, checkpoint.Network, ct);
        await models.AddRecipeAsync(TrainingPlans.RecipeOf(job), model.Id, ct);
        return model;
    }

    private async Task SettleTeacherAsync(OpenJob job, TeacherModel model, CancellationToken ct)
    {
        var set = LabelSets.Of(job, model, TeacherSlots.Numerics);
        await labels.Archive.OpenAsync(set, ct);
        var calibration = await office.CalibrationAsync(job, model, set, ct);
        var (_, gate) = await office.ReferenceAsync(job, model, set, calibration, ct);
        TeacherGate.Check(
            model.Network.Name, gate.Evaluation, job.Dataset.Classes.Count,
            job.Spec.Teacher!.MinimumAccuracy, TeacherFile.EntryOf(job.Spec)?.Top1 / 100);
        var complete = 0;
        for (var view = 0; view < job.Spec.Labels.Views; view++)
        {
            complete += (await labels.Shared(set).PresentAsync(view, ct)).All(there => there) ? 1 : 0;
        }
        await jobs.FirstAsync(
            JobStore.PathOf(job.Spec.Name, "teacher.json"), new TeacherRecord(model.Id, set.Fingerprint, complete, gate.Evaluation), ct);
    }

    private async Task SendForLabelsAsync(OpenJob job, IPublishEndpoint bus, CancellationToken ct)
    {
        var (_, _, set) = (await open.TeacherAsync(job, ct))!.Value;
        var missing = new List<TeachChunk>();
        for (var view = 0; view < job.Spec.Labels.Views; view++)
        {
            var present = await labels.Shared(set).PresentAsync(view, ct);
            missing.AddRange(present.Index().Where(c => !c.Item).Select(c => new TeachChunk(job.Spec.Name, set.Fingerprint, view, c.Index)));
        }
        var chunks = job.Spec.Labels.Views * set.ChunksPerView;
        if (missing.Count > 0)
        {
            await guard.MoveAsync(job.Spec.Name, JobState.Teaching, bus);
        }
        await bus.Publish(new LabelsPlanned(job.Spec.Name, set.Fingerprint, chunks, chunks - missing.Count), ct);
        foreach (var task in missing)
        {
            await bus.Publish(task, ct);
        }
    }

    private async Task SendForAsync(OpenJob job, Run run, IPublishEndpoint bus, CancellationToken ct)
    {
        var head = await jobs.HeadAsync(job.Spec.Name, run.Name, ct);
        if (head is not { Value.Finished: true })
        {
            await bus.Publish(new TrainSegment(job.Spec.Name, run.Name, head?.Value.Step ?? 0), ct);
        }
    }
}
