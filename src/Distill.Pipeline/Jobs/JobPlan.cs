using Distill.Networks;

namespace Distill.Pipeline.Jobs;

/// <summary>
/// What the first worker to take a job decides for all that follow (<c>jobs/NAME/plan.json</c>, create-if-absent), because it decides
/// the bits of the student and a submitter may have no libtorch to decide it with.
/// </summary>
/// <param name="Precision">Arithmetic of training; what <c>precision: auto</c> came to.</param>
/// <param name="Threads">Threads of a training step; what <c>threads: 0</c> came to.</param>
/// <param name="Numerics">Numerics class of the trainers.</param>
public sealed record JobPlan(Precision Precision, int Threads, string Numerics);
