namespace Distill.Tensors.BatchNorms;

/// <summary>What follows a normalisation.</summary>
public enum Activation
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>max(0, z).</summary>
    Relu,

    /// <summary>min(max(0, z), 6).</summary>
    Relu6,
}
