namespace TorchSharp;

/// <summary>Kinds of device a tensor can live on, with libtorch's numbers.</summary>
public enum DeviceType
{
    /// <summary>Main memory.</summary>
    CPU = 0,

    /// <summary>An NVIDIA GPU, where libtorch was built for it.</summary>
    CUDA = 1,
}
