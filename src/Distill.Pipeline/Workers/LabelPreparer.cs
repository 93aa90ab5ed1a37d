using Distill.Jobs;
using Distill.Labels;
using Distill.Networks;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;
using Distill.Teaching;
using MassTransit;

namespace Distill.Pipeline.Workers;

/// <summary>Settles a job's teacher and label set: the first machine to do so decides the numerics class of the labels. Then sends for labels and students.</summary>
internal sealed class LabelPreparer(
    JobStore jobs, ModelStore models, OpenJobs open, TeacherOffice office, LabelDesk labels, LabelDemands demands,
    JobGuard guard, JobErrands errands, CommandSender sender, WorkerIdentity worker) : IConsumer<PrepareLabels>
{
    public Task Consume(ConsumeContext<PrepareLabels> context) => guard.RunAsync(context, PrepareAsync);

    private async Task PrepareAsync(JobRecord record, CancellationToken ct)
    {
        var job = await open.GetAsync(record, ct);
        if (await open.TeacherAsync(job, ct) is null)
        {
            await SettleAsync(record, job, ct);
        }
        var (teacher, _, set) = (await open.TeacherAsync(job, ct))!.Value;
        await TellPlanAsync(record, job, set, ct);
        var demand = demands.Of(record, job, set, teacher);
        await demand.AskedAsync(view: 0, chunk: 0, ct);
        if (worker.IsAlone)
        {
            // What an earlier process had sent for went with it.
            await demand.MissedAsync(view: 0, chunk: 0, ct);
        }
        else
        {
            // A teacher among others only appends from here on.
            await labels.CloseAsync(set);
        }
        if (record.LabelsOnly)
        {
            await errands.SendAsync(record, new FillLabels(record.Name, Segment: 0), ct);
        }
        else
        {
            await errands.TrainAllAsync(record, job, ct);
        }
    }

    private async Task SettleAsync(JobRecord record, OpenJob job, CancellationToken ct)
    {
        var model = await ModelAsync(job, ct);
        var set = LabelSets.Of(job, model, TeacherSlots.NumericsOf(job.Spec.Labels.Precision));
        await labels.Archive.OpenAsync(set, ct);
        var calibration = await office.CalibrationAsync(job, model, set, record.Priority, ct);
        var (_, gate) = await office.ReferenceAsync(job, model, set, calibration, record.Priority, ct);
        TeacherGate.Check(
            model.Network.Name, gate.Evaluation, job.Dataset.Classes.Count,
            job.Spec.Teacher!.MinimumAccuracy, job.Spec.Teacher.Head == TeacherSpec.NoHead ? null : TeacherFile.EntryOf(job.Spec)?.Top1 / 100);
        var complete = 0;
        for (var view = 0; view < job.Spec.Labels.Views; view++)
        {
            complete += (await labels.PresentAsync(set, view, ct)).All(there => there) ? 1 : 0;
        }
        await jobs.FirstAsync(
            JobStore.PathOf(record.Name, "teacher.json"),
            new TeacherRecord(model.Id, set.Fingerprint, set.NumericsClass, job.Spec.Numerics == "any" ? Routes.Any : worker.Route, complete, gate.Evaluation), ct);
    }

    private async Task<TeacherModel> ModelAsync(OpenJob job, CancellationToken ct)
    {
        if (job.Spec.Teacher!.Job is not null)
        {
            return await models.AddAsync(job.Spec.Teacher, job.Dataset, ct);
        }
        if (job.Spec.Teacher!.Weights is not null)
        {
            return await models.AddAsync(TeacherFile.Load(job.Spec, job.Dataset), ct);
        }
        var id = await models.FindByRecipeAsync(TrainingPlans.RecipeOf(job), ct)
            ?? throw new NetworkProblemException($"The teacher of {job.Spec.Name} is not in the store any more; resume the job, and it is trained again.");
        return await open.ModelAsync(id, ct);
    }

    private async Task TellPlanAsync(JobRecord record, OpenJob job, LabelSet set, CancellationToken ct)
    {
        var there = 0;
        for (var view = 0; view < job.Spec.Labels.Views; view++)
        {
            there += (await labels.PresentAsync(set, view, ct)).Count(present => present);
        }
        var chunks = job.Spec.Labels.Views * set.ChunksPerView;
        if (there < chunks)
        {
            await guard.MoveAsync(record.Name, JobState.Teaching);
        }
        await sender.TellAsync(new LabelsPlanned(record.Name, set.Fingerprint, chunks, there));
    }
}
