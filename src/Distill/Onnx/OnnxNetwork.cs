using Distill.Data;
using Distill.Networks;

namespace Distill.Onnx;

/// <summary>What an ONNX file turned out to be.</summary>
/// <param name="Network">The graph, which can be run, tapped, trained and written like any other.</param>
/// <param name="Weights">Its weights.</param>
/// <param name="Normalization">How its pixels were scaled in training, if the file says so; otherwise <see langword="null"/>.</param>
/// <param name="ClassNames">The names of its classes, if the file says so.</param>
/// <param name="FileNodes">How many nodes the file has; all of them were read.</param>
public sealed record OnnxNetwork(
    Network Network, Weights Weights, Normalization? Normalization, IReadOnlyList<string> ClassNames, int FileNodes);
