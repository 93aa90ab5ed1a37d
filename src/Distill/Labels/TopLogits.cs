namespace Distill.Labels;

/// <summary>
/// The largest logits of each sample, for teachers with too many classes to write all of them down.
/// </summary>
/// <param name="Classes_NT">Class indices by descending logit (ties: smaller index first), T per sample.</param>
/// <param name="Values_NT">Their logits, T per sample.</param>
/// <param name="Rest_NQ">
/// ln Σ exp(logit / τ) over all classes that are not listed, one for each temperature τ that the label set declares.
/// With it the probability of each listed class is exact up to rounding at those temperatures, and only at those.
/// </param>
public sealed record TopLogits(int[] Classes_NT, Half[] Values_NT, float[] Rest_NQ);
