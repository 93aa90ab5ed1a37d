using System.Collections.Concurrent;
using Distill.Jobs;
using Distill.Labels;
using Distill.Learning;
using Distill.Networks;
using Distill.Pipeline.Jobs;
using Distill.Tensors;

namespace Distill.Pipeline.Workers;

/// <summary>The jobs that this process works on, opened once each, and their teachers.</summary>
internal sealed class OpenJobs(JobStore jobs, ModelStore models)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<OpenJob>>> _contexts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<TeacherModel>>> _models = new(StringComparer.Ordinal);

    /// <summary>A job, opened.</summary>
    /// <exception cref="TrainingException">This machine computes in another numerics class than the one that the job began on.</exception>
    public Task<OpenJob> GetAsync(string job, CancellationToken ct) => Once(_contexts, job, () => OpenAsync(job, ct));

    /// <summary>A stored teacher.</summary>
    public Task<TeacherModel> ModelAsync(string id, CancellationToken ct) => Once(_models, id, () => models.GetAsync(id, ct));

    /// <summary>The job's teacher, once PrepareJob has settled it; null before.</summary>
    public async Task<(TeacherRecord Record, TeacherModel Model, LabelSet Set)?> TeacherAsync(OpenJob context, CancellationToken ct)
    {
        if (await jobs.ReadAsync<TeacherRecord>(JobStore.PathOf(context.Spec.Name, "teacher.json"), ct) is not { } found)
        {
            return null;
        }
        var model = await ModelAsync(found.Value.Model, ct);
        return (found.Value, model, LabelSets.Of(context, model, TeacherSlots.Numerics));
    }

    private async Task<OpenJob> OpenAsync(string job, CancellationToken ct)
    {
        var spec = await jobs.SpecAsync(job, ct) with { Name = job };
        var here = JobPlan.Here(spec);
        var plan = await jobs.PlanAsync(job, here, ct);
        if (spec.Numerics == "exact" && !(plan.Student.IsHere && (plan.Teacher?.IsHere ?? true)))
        {
            throw new TrainingException(
                $"The job {job} began on another numerics class ({plan.Student.Numerics}) than this machine's ({here.Student.Numerics}), so it would not end with the same bytes; finish it there, or submit it with numerics: any.");
        }
        return new OpenJob(spec, plan);
    }

    // A failed opening is not remembered: the next message tries again.
    private static async Task<T> Once<T>(ConcurrentDictionary<string, Lazy<Task<T>>> cache, string key, Func<Task<T>> open)
    {
        var entry = cache.GetOrAdd(key, _ => new Lazy<Task<T>>(open));
        try
        {
            return await entry.Value;
        }
        catch
        {
            cache.TryRemove(KeyValuePair.Create(key, entry));
            throw;
        }
    }
}
