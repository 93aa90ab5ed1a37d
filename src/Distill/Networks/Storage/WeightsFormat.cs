namespace Distill.Networks;

/// <summary>The kinds of files in which weights come.</summary>
public enum WeightsFormat
{
    /// <summary>Tensors by name; the network is known from elsewhere.</summary>
    Safetensors,

    /// <summary>A graph with its weights.</summary>
    Onnx,

    /// <summary>A program of PyTorch with its weights.</summary>
    TorchScript,
}
