using System.Text.Json.Serialization;

namespace Distill.Networks;

/// <summary>
/// What a node computes. Operators are plain data: they know the shape of their result, the tensors they need and
/// their multiply-accumulates; running them is the business of NetworkModule.
/// </summary>
/// <remarks>Shapes are those of one sample: channels, height, width, or a single length for vectors.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Add), "add")]
[JsonDerivedType(typeof(Affine), "affine")]
[JsonDerivedType(typeof(AveragePool), "average_pool")]
[JsonDerivedType(typeof(BatchNorm), "batch_norm")]
[JsonDerivedType(typeof(ChannelShuffle), "channel_shuffle")]
[JsonDerivedType(typeof(ChannelSlice), "channel_slice")]
[JsonDerivedType(typeof(Clip), "clip")]
[JsonDerivedType(typeof(Concat), "concat")]
[JsonDerivedType(typeof(Conv), "conv")]
[JsonDerivedType(typeof(Divide), "divide")]
[JsonDerivedType(typeof(Erf), "erf")]
[JsonDerivedType(typeof(Flatten), "flatten")]
[JsonDerivedType(typeof(Foreign), "foreign")]
[JsonDerivedType(typeof(Gelu), "gelu")]
[JsonDerivedType(typeof(GlobalAveragePool), "global_average_pool")]
[JsonDerivedType(typeof(HardSigmoid), "hard_sigmoid")]
[JsonDerivedType(typeof(HardSwish), "hard_swish")]
[JsonDerivedType(typeof(LayerNorm), "layer_norm")]
[JsonDerivedType(typeof(LeakyRelu), "leaky_relu")]
[JsonDerivedType(typeof(Linear), "linear")]
[JsonDerivedType(typeof(MatrixMultiply), "matrix_multiply")]
[JsonDerivedType(typeof(MaxPool), "max_pool")]
[JsonDerivedType(typeof(Mean), "mean")]
[JsonDerivedType(typeof(Multiply), "multiply")]
[JsonDerivedType(typeof(Offset), "offset")]
[JsonDerivedType(typeof(Pad), "pad")]
[JsonDerivedType(typeof(Power), "power")]
[JsonDerivedType(typeof(Prepend), "prepend")]
[JsonDerivedType(typeof(Relu), "relu")]
[JsonDerivedType(typeof(Relu6), "relu6")]
[JsonDerivedType(typeof(Reshape), "reshape")]
[JsonDerivedType(typeof(Scale), "scale")]
[JsonDerivedType(typeof(Sigmoid), "sigmoid")]
[JsonDerivedType(typeof(Slice), "slice")]
[JsonDerivedType(typeof(Softmax), "softmax")]
[JsonDerivedType(typeof(SquareRoot), "square_root")]
[JsonDerivedType(typeof(Subtract), "subtract")]
[JsonDerivedType(typeof(Tanh), "tanh")]
[JsonDerivedType(typeof(Transpose), "transpose")]
[JsonDerivedType(typeof(ZeroPadShortcut), "zero_pad_shortcut")]
public abstract record Operator
{
    private protected Operator()
    {
    }

    /// <summary>How many inputs it takes at least and at most.</summary>
    internal virtual (int Least, int Most) Arity => (1, 1);

    /// <summary>Whether each result depends on one input value only, so that it can be written in its place.</summary>
    internal virtual bool IsElementwise => false;

    /// <summary>The shape of the result.</summary>
    /// <exception cref="NetworkProblemException">It cannot take such inputs; the message does not name the node.</exception>
    internal abstract long[] OutputShape(IReadOnlyList<long[]> inputs);

    /// <summary>The tensors it needs, named below the node.</summary>
    internal virtual IReadOnlyList<ParameterSpec> Parameters(string node, IReadOnlyList<long[]> inputs) => [];

    /// <summary>Multiply-accumulates for one sample, counted for convolutions and linear layers as is customary.</summary>
    internal virtual long Macs(IReadOnlyList<long[]> inputs, long[] output) => 0;

    private protected static (long Channels, long Height, long Width) Image(long[] shape) =>
        shape is [var channels, var height, var width]
            ? (channels, height, width)
            : throw new NetworkProblemException($"needs an image (channels, height, width), not {Shapes.Text(shape)}");

    private protected static void Check(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new NetworkProblemException(otherwise);
        }
    }
}
