using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Distill.Tests.Tensors;

public sealed class FactoryTests : TensorTests
{
    [Fact]
    public void A_tensor_copies_the_array_it_is_made_of()
    {
        float[] source = [1, 2, 3, 4];
        var x = tensor(source, [2, 2]);
        source[0] = 9;
        Close([1, 2, 3, 4], x);
        Assert.Equal([2L, 2], x.shape);
        Assert.Equal(ScalarType.Float32, x.dtype);
    }

    [Fact]
    public void A_shape_that_does_not_fit_the_array_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => tensor(new float[5], [2, 2]));
        Assert.Contains("expected 4, got 5", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_keep_their_type_and_read_as_any()
    {
        Assert.Equal(ScalarType.Int64, tensor(3L).dtype);
        Assert.Equal(ScalarType.Byte, tensor(new byte[] { 1, 2 }).dtype);
        Assert.Equal(ScalarType.Bool, tensor(new[] { true }).dtype);
        Assert.Equal(2.5, tensor(2.5f).ToDouble());
        Assert.Equal(2, tensor(2.5).ToInt64());
        Assert.Equal(200, tensor((byte)200).ToInt32());
        Assert.Equal(ScalarType.Int32, tensor(3).dtype);
        Assert.Equal(1.5f, tensor([1.5f]).to(ScalarType.BFloat16).ToSingle());
        Assert.Throws<ArgumentException>(() => tensor(1f).item<double>());
        Assert.Throws<ArgumentException>(() => zeros(2).item<float>());
    }

    [Fact]
    public void Ranges_are_whole_when_their_ends_are()
    {
        Assert.Equal([2L, 4], arange(2, 6, 2).data<long>().ToArray());
        Close([0, 0.5, 1], arange(0, 1.5, 0.5));
        Assert.Equal(ScalarType.Float32, arange(3.0).dtype);
    }

    [Fact]
    public void Constants_fill_a_shape_of_any_length()
    {
        Assert.Equal([1L, 2, 3, 4], zeros(1, 2, 3, 4).shape);
        Assert.Equal([1L, 1, 1, 1, 1, 1, 2], ones([1, 1, 1, 1, 1, 1, 2]).shape);
        Close([7, 7], full(2, 7));
        Assert.Equal(ScalarType.Int64, zeros_like(tensor(1L)).dtype);
        Close([3, 3], full_like(zeros(2), 3));
        Assert.Empty(zeros(0).data<float>().ToArray());
        Assert.Equal(70, stack(Enumerable.Repeat(ones(1), 70)).sum().ToInt32());
    }

    [Fact]
    public void Half_precision_values_go_in_and_come_out()
    {
        Half[] halves = [(Half)0.1f, (Half)(-2), Half.MaxValue];
        Assert.Equal(halves, tensor(halves, [3]).data<Half>().ToArray());
    }

    [Fact]
    public void Brain_floats_keep_eight_bits_of_mantissa()
    {
        var x = tensor([1.0f, 1.00390625f, 3.0e38f]).to(ScalarType.BFloat16);
        Assert.Equal(2, x.ElementSize);
        Close([1, 1, 1], x.to(ScalarType.Float32) / tensor([1f, 1, 3.0e38f]), 2);
    }

    [Fact]
    public void Bytes_of_a_tensor_can_be_replaced_exactly()
    {
        var x = zeros(2);
        x.bytes = new byte[] { 0, 0, 0x80, 0x3f, 0, 0, 0, 0x40 };
        Close([1, 2], x);
        Assert.Throws<ArgumentException>(() => x.bytes = new byte[4]);
    }
}
