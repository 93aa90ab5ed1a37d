using System.Text;
using System.Text.Json;
using Distill.Jobs;
using Distill.Labels;
using Distill.Learning;
using Distill.Losses;
using Distill.Networks;
using Distill.Reports;

namespace Distill.Pipeline.Jobs;

/// <summary>Derives the training plan of each of a job's runs.</summary>
internal static class TrainingPlans
{
    private static readonly LossSpec s_hardLabels = new() { Kind = LossSpec.HardLabels };

    /// <summary>The plan of the run that trains the teacher: hard labels, a fresh view every epoch.</summary>
    public static TrainingPlan Teacher(OpenJob context)
    {
        var teacher = context.Spec.Teacher!;
        var training = teacher.Training!;
        var network = Zoo.Create(teacher.Network!, context.Dataset.Classes.Count, context.Dataset.Train.Shape, teacher.Width);
        return Alone(context, network, training, context.Plan.Teacher!, training.Epochs, teacher.Seed);
    }

    /// <summary>
    /// The plan of a baseline, or of a student without a teacher: the same views, batches, initial weights and budget as the
    /// distilled student, so that the two differ in the labels alone.
    /// </summary>
    public static TrainingPlan Alone(OpenJob context, Run run) =>
        Alone(context, context.Students[run.Student], context.Spec.TrainingOf(run.StudentOf(context.Spec)), context.Plan.Student, context.Spec.Labels.Views, run.Seed) with
        {
            Beginning = context.BeginningOf(run.Student),
        };

    /// <summary>The plan of a distilled student.</summary>
    public static TrainingPlan Student(OpenJob context, Run run, TeacherModel teacher, LabelSource labels, TeacherReference reference)
    {
        var student = run.StudentOf(context.Spec);
        var loss = context.Spec.LossOf(student);
        IReadOnlyList<TapPair>[] pairs = [.. loss.Select(term => LayerPairs.Of(term, teacher.Network, context.Students[run.Student]))];
        if (student.Head == StudentSpec.ProbeHead)
        {
            ProbedStudent.Check(context.Students[run.Student], pairs.SelectMany(layers => layers));
        }

        return Alone(context, run) with
        {
            Loss = loss,
            Pairs = pairs,
            Labels = labels,
            Reference = reference,
            TeacherHead = TeacherHead.Of(teacher.Network, teacher.Weights),
            Probe = student.Head == StudentSpec.ProbeHead,
        };
    }

    /// <summary>Digest of everything that decides a trained teacher.</summary>
    public static string RecipeOf(OpenJob context)
    {
        var plan = Teacher(context);
        var parts = new object[]
        {
            "distill teacher recipe 1", plan.Network.Digest, plan.Dataset.Train.Digest, plan.Normalization, plan.Augmentation.Canonical,
            plan.ViewSeed, plan.Seed, plan.Training with { SegmentSeconds = 0, SegmentSteps = null, EvaluateEvery = 1 }, context.Plan.Teacher!,
        };
        return JobStore.Hash(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(parts)));
    }

    private static TrainingPlan Alone(OpenJob context, Network network, TrainingSpec training, TrainerArithmetic arithmetic, int views, int seed)
    {
        IReadOnlyList<LossSpec> loss = context.Spec.Teacher is null ? context.Spec.Loss : [s_hardLabels];
        return new TrainingPlan
        {
            Network = network,
            Dataset = context.Dataset,
            Normalization = context.Normalization,
            Augmentation = context.Augmentation,
            Views = views,
            ViewSeed = (ulong)context.Spec.Labels.Seed,
            Seed = (ulong)seed,
            Loss = loss,
            Pairs = [.. loss.Select(_ => (IReadOnlyList<TapPair>)[])],
            Training = training,
            Precision = arithmetic.Precision,
            Threads = arithmetic.Threads,
        };
    }
}
