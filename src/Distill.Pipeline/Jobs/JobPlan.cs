using Distill.Jobs;
using Distill.Tensors;

namespace Distill.Pipeline.Jobs;

/// <summary>
/// What the first worker to take a job decides for all that follow (<c>jobs/NAME/plan.json</c>, create-if-absent), because it decides
/// the bits of the student and a submitter may have no libtorch to decide it with.
/// </summary>
/// <param name="Student">Arithmetic of students and baselines.</param>
/// <param name="Teacher">Arithmetic of the teacher's training; null where the job trains none.</param>
public sealed record JobPlan(TrainerArithmetic Student, TrainerArithmetic? Teacher)
{
    /// <summary>What this process would decide.</summary>
    /// <exception cref="LibtorchMissingException">There is no libtorch on this machine to decide it with.</exception>
    public static JobPlan Here(JobSpec spec) => new(
        TrainerArithmetic.Here(spec.Training), spec.Teacher?.Training is { } teacher ? TrainerArithmetic.Here(teacher) : null);
}
