using static TorchSharp.torch;

namespace Distill.Losses;

/// <summary><c>KL(p ‖ q) = Σ_k p_k (ln p_k − ln q_k)</c> of each row, from log-probabilities.</summary>
internal static class KullbackLeibler
{
    public static Tensor Of(Tensor teacherLog_NK, Tensor studentLog_NK) => (teacherLog_NK.exp() * (teacherLog_NK - studentLog_NK)).sum(1);
}
