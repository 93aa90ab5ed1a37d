using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Distill.Tests.Tensors;

/// <summary>Base of tests on tensors: a scope that frees what a test makes, and exact or close comparison with plain arrays.</summary>
public abstract class TensorTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    /// <summary>Frees the tensors of the test.</summary>
    public void Dispose()
    {
        scope.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Shape and elements must agree to so many decimals.</summary>
    protected static void Close(double[] expected, Tensor actual, int decimals = 5)
    {
        double[] values = actual.to(ScalarType.Float64).contiguous().data<double>().ToArray();
        Assert.Equal(expected.Length, values.Length);
        foreach (var (want, got) in expected.Zip(values)) Assert.Equal(want, got, decimals);
    }

    /// <summary>A float32 tensor of that shape whose elements are a fixed, irregular function of their index.</summary>
    protected static Tensor Irregular(params long[] shape) => Irregular(ScalarType.Float32, shape);

    /// <summary>A tensor of that type and shape whose elements are a fixed, irregular function of their index.</summary>
    protected static Tensor Irregular(ScalarType type, params long[] shape)
    {
        double[] values = new double[shape.Aggregate(1L, (product, extent) => product * extent)];
        for (int i = 0; i < values.Length; i++) values[i] = Math.Sin(1.7 * i + 0.3) + 0.5 * Math.Cos(0.9 * i * i);
        return tensor(values, shape).to(type);
    }
}
