using Distill.Jobs;
using Distill.Networks;
using Distill.Tensors;

namespace Distill.Pipeline.Jobs;

/// <summary>
/// What the first worker to take a job decides for all that follow (<c>jobs/NAME/plan.json</c>, create-if-absent), because it decides
/// the bits of the student and a submitter may have no libtorch to decide it with.
/// </summary>
/// <param name="Precision">Arithmetic of training; what <c>precision: auto</c> came to.</param>
/// <param name="Threads">Threads of a training step; what <c>threads: 0</c> came to.</param>
/// <param name="Numerics">Numerics class of the trainers.</param>
public sealed record JobPlan(Precision Precision, int Threads, string Numerics)
{
    /// <summary>What this process would decide.</summary>
    /// <exception cref="LibtorchMissingException">There is no libtorch on this machine to decide it with.</exception>
    public static JobPlan Here(JobSpec spec)
    {
        var threads = spec.Training.Threads > 0 ? spec.Training.Threads : Environment.ProcessorCount;
        var precision = spec.Training.Precision switch
        {
            "float32" => Precision.Float32,
            "bfloat16" => Precision.BFloat16,
            _ => NumericEnvironment.HasBFloat16 ? Precision.BFloat16 : Precision.Float32,
        };
        return new JobPlan(precision, threads, NumericEnvironment.Current(precision.ToString(), threads).ToString());
    }
}
