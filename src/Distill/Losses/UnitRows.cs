using static TorchSharp.torch;

namespace Distill.Losses;

/// <summary>Rows brought to length 1; a row of zeros stays as it is.</summary>
internal static class UnitRows
{
    private const double Epsilon = 1e-12;

    public static Tensor Of(Tensor values_RC) => values_RC / (values_RC.square().sum(1, keepdim: true) + Epsilon).sqrt();
}
