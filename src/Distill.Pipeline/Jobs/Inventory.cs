using Distill.Artifacts;
using Distill.Jobs;
using Distill.Jobs.Estimates;
using Distill.Labels;
using Distill.Pipeline.Workers;

namespace Distill.Pipeline.Jobs;

/// <summary>Finds what of a job is in a store before the job is submitted: a teacher of the same recipe, views of the same labels.</summary>
/// <param name="store">The store.</param>
public sealed class Inventory(IArtifactStore store)
{
    /// <summary>Looks; changes nothing.</summary>
    /// <exception cref="Tensors.LibtorchMissingException">Labels are named by the numerics class of this machine, and it has no libtorch.</exception>
    public async Task<JobInventory> OfAsync(JobSpec job, CancellationToken ct)
    {
        if (job.Teacher is null)
        {
            return new JobInventory();
        }

        var open = new OpenJob(job.WithAbsolutePaths(), JobPlan.Here(job));
        if (await TeacherAsync(open, ct) is not { } teacher)
        {
            return new JobInventory();
        }

        var set = LabelSets.Of(open, teacher, TeacherSlots.NumericsOf(open.Spec.Labels.Precision));
        var archive = new LabelArchive(store);
        var complete = 0;
        for (var view = 0; view < job.Labels.Views; view++)
        {
            complete += await archive.FindAsync(set, view, ct) is null ? 0 : 1;
        }

        return new JobInventory(TeacherIsTrained: true, complete);
    }

    private async Task<TeacherModel?> TeacherAsync(OpenJob job, CancellationToken ct)
    {
        if (job.Spec.Teacher!.Job is not null)
        {
            return null; // To look does not make a model of it.
        }

        if (job.Spec.Teacher.Weights is not null)
        {
            return TeacherFile.Load(job.Spec, job.Dataset);
        }

        var stored = new ModelStore(new JobStore(store));
        return await stored.FindByRecipeAsync(TrainingPlans.RecipeOf(job), ct) is { } id ? await stored.GetAsync(id, ct) : null;
    }
}
