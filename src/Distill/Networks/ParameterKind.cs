namespace Distill.Networks;

/// <summary>What a tensor of a network is for; it decides initialisation, weight decay and whether gradients reach it.</summary>
public enum ParameterKind
{
    /// <summary>The kernel of a convolution (OIHW) or the matrix of a linear layer (out x in).</summary>
    Weight,

    /// <summary>What a convolution or a linear layer adds, one value for each output.</summary>
    Bias,

    /// <summary>The factor of a batch normalisation, one for each channel; named <c>weight</c> in files.</summary>
    Scale,

    /// <summary>What a batch normalisation adds, one for each channel; named <c>bias</c> in files.</summary>
    Shift,

    /// <summary>The mean that a batch normalisation has seen; measured, not learned.</summary>
    RunningMean,

    /// <summary>The (unbiased) variance that a batch normalisation has seen; measured, not learned.</summary>
    RunningVariance,
}
