namespace Distill.Learning;

/// <summary>One batch of the training order.</summary>
/// <param name="Epoch">Epoch from 0.</param>
/// <param name="Index">Batch within the epoch, from 0.</param>
/// <param name="View">The augmented version of the dataset that this epoch uses.</param>
/// <param name="Positions">Places in the view's permutation; chunk and row of a label follow from them.</param>
/// <param name="Samples">The samples at those places.</param>
public sealed record TrainingBatch(int Epoch, int Index, int View, int[] Positions, int[] Samples);
