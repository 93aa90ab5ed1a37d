using Distill.Jobs;
using Distill.Labels;
using Distill.Learning;
using Distill.Pipeline.Inputs;
using Distill.Pipeline.Jobs;

namespace Distill.Pipeline.Workers;

/// <summary>The jobs that this process works on, opened once each, and their teachers. The least recently used are let go.</summary>
internal sealed class OpenJobs(JobStore jobs, ModelStore models, InputStore inputs, InputCache cache, WorkerIdentity worker)
{
    // Datasets are held in memory: enough of them for jobs that take turns, and no more.
    private const int Most = 4;

    private readonly RecentlyUsed<string, OpenJob> _contexts = new(Most);
    private readonly RecentlyUsed<string, TeacherModel> _models = new(Most);

    /// <summary>A job, opened.</summary>
    /// <exception cref="TrainingException">The job began on another kind of machine, and there is no worker but this one.</exception>
    public Task<OpenJob> GetAsync(JobRecord record, CancellationToken ct) =>
        _contexts.GetAsync($"{record.Name} {record.Content} {record.Created:O}", () => OpenAsync(record.Name, ct));

    /// <summary>A stored teacher.</summary>
    public Task<TeacherModel> ModelAsync(string id, CancellationToken ct) => _models.GetAsync(id, () => models.GetAsync(id, ct));

    /// <summary>The job's teacher, once it is settled; null before.</summary>
    public async Task<(TeacherRecord Record, TeacherModel Model, LabelSet Set)?> TeacherAsync(OpenJob context, CancellationToken ct)
    {
        if (await jobs.ReadAsync<TeacherRecord>(JobStore.PathOf(context.Spec.Name, "teacher.json"), ct) is not { } found)
        {
            return null;
        }
        var model = await ModelAsync(found.Value.Model, ct);
        return (found.Value, model, LabelSets.Of(context, model, found.Value.Numerics));
    }

    private async Task<OpenJob> OpenAsync(string job, CancellationToken ct)
    {
        var spec = await jobs.SpecAsync(job, ct) with { Name = job };
        var here = JobPlan.Here(spec);
        var plan = await jobs.PlanAsync(job, here, ct);
        if (worker.IsAlone && spec.Numerics == "exact" && !(plan.Student.IsHere && (plan.Teacher?.IsHere ?? true)))
        {
            throw new TrainingException(
                $"The job {job} began on another numerics class ({plan.Student.Numerics}) than this machine's ({here.Student.Numerics}), so it would not end with the same bytes; finish it there, or submit it with numerics: any.");
        }
        // The claim on the cached files ends with the job's last user, by the collector: a segment may outlive the place in this list.
        var opened = await inputs.FindAsync(job, ct) is { } stored ? new OpenJob((await cache.PlaceAsync(spec, stored, ct)), plan) : new OpenJob(spec, plan);
        await CheckBeginningsAsync(opened, ct);
        return opened;
    }

    // A student follows from what it begins with; a file that was replaced meanwhile would make another one of every run that is still to come.
    private async Task CheckBeginningsAsync(OpenJob job, CancellationToken ct)
    {
        if (job.Beginnings is { Count: > 0 } here
            && await jobs.FirstAsync(JobStore.PathOf(job.Spec.Name, "beginnings.json"), here, ct) is var first
            && here.FirstOrDefault(student => first.GetValueOrDefault(student.Key) != student.Value).Key is { } changed)
        {
            throw new TrainingException($"The weights of {changed} have changed since the job {job.Spec.Name} began with them; put the former file back and retry the job, or submit it anew.");
        }
    }
}
