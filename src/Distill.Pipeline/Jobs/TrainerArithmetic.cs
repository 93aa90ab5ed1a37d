using Distill.Jobs;
using Distill.Networks;
using Distill.Pipeline.Messaging;
using Distill.Tensors;

namespace Distill.Pipeline.Jobs;

/// <summary>What decides the bits of a training, beside its plan.</summary>
/// <param name="Precision">What <c>precision: auto</c> came to.</param>
/// <param name="Threads">Threads of a step; what <c>threads: 0</c> came to.</param>
/// <param name="Numerics">Numerics class of the trainers.</param>
/// <param name="Route">Kind of machine that the trainers are.</param>
public sealed record TrainerArithmetic(Precision Precision, int Threads, string Numerics, string Route)
{
    /// <summary>What this process would decide.</summary>
    /// <exception cref="LibtorchMissingException">There is no libtorch on this machine to decide it with.</exception>
    public static TrainerArithmetic Here(TrainingSpec training)
    {
        var threads = training.Threads > 0 ? training.Threads : Environment.ProcessorCount;
        var precision = training.Precision != "auto" ? PrecisionNames.Parse(training.Precision)
            : NumericEnvironment.HasFastBFloat16 ? Precision.BFloat16 : Precision.Float32;
        return new TrainerArithmetic(precision, threads, ClassOf(precision, threads), Routes.Here());
    }

    /// <summary>Whether this machine would give the same bits.</summary>
    public bool IsHere => Numerics == ClassOf(Precision, Threads);

    private static string ClassOf(Precision precision, int threads) => NumericEnvironment.Current(precision.ToString(), threads).ToString();
}
