using static TorchSharp.torch;

namespace Distill.Losses;

/// <summary>
/// Logits as z-scores of their own sample: <c>(z − mean z) / (std z + 1e-7)</c>, so that a student has to match the teacher's relations
/// and not its scale (Sun et al. 2024, "Logit Standardization in Knowledge Distillation", algorithm 1; the sample deviation, as there).
/// </summary>
internal static class Standardization
{
    private const double Epsilon = 1e-7;

    public static Tensor Of(Tensor logits_NK) =>
        (logits_NK - logits_NK.mean([1], keepdim: true)) / (logits_NK.std(1, unbiased: true, keepdim: true) + Epsilon);
}
