namespace Distill.Data;

/// <summary>Which samples make a batch, in which order.</summary>
/// <param name="View">The view that all of them are rendered from, or <see cref="ViewRenderer.Plain"/>.</param>
/// <param name="Samples">Positions in the image set.</param>
public sealed record BatchPlan(int View, int[] Samples);
