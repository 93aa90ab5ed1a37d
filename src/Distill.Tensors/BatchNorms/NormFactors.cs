namespace Distill.Tensors.BatchNorms;

/// <summary>What a batch's statistics and the learned scale and shift come to: z = scale x + shift.</summary>
/// <param name="rows">Mean, inverse deviation, scale and shift, one row of channels each.</param>
/// <param name="channels">Channels of a row.</param>
internal readonly unsafe struct NormFactors(float* rows, int channels)
{
    public const int Rows = 4;

    public float* Mean_C { get; } = rows;

    public float* InverseDeviation_C { get; } = rows + channels;

    public float* Scale_C { get; } = rows + 2 * (nint)channels;

    public float* Shift_C { get; } = rows + 3 * (nint)channels;
}
