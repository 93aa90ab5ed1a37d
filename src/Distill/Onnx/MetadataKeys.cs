namespace Distill.Onnx;

/// <summary>The keys under which an ONNX file of ours notes what a graph cannot say.</summary>
internal static class MetadataKeys
{
    /// <summary>What people call the network.</summary>
    public const string Network = "network";

    /// <summary>A JSON list of the classes' names in the order of the logits.</summary>
    public const string ClassNames = "class_names";

    /// <summary>A JSON list: the mean of each channel on the 0 to 1 scale that was subtracted in training.</summary>
    public const string Mean = "mean";

    /// <summary>A JSON list: the deviation of each channel that pixels were divided by in training.</summary>
    public const string Std = "std";
}
