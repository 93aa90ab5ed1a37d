using System.Reflection;
using Distill.Tensors;
using Distill.Tensors.Interop.Libtorch;
using Xunit;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Distill.Tests.Tensors;

public sealed class OperatorTests : TensorTests
{
    [Fact]
    public void Every_operator_of_the_slice_is_one_of_libtorch()
    {
        foreach (var field in typeof(Operators).GetFields(BindingFlags.Public | BindingFlags.Static))
            ((Operator)field.GetValue(null)!).Resolve();
    }

    [Fact]
    public void An_operator_that_libtorch_lacks_is_named()
    {
        var error = Assert.Throws<TensorException>(() => new Operator("frobnicate.Tensor").Resolve());
        Assert.Equal("frobnicate.Tensor failed: this libtorch has no such operator", error.Message);
    }

    [Fact]
    public void An_error_names_the_operator_and_the_shapes()
    {
        var error = Assert.Throws<TensorException>(() => F.conv2d(ones(2, 3, 8, 8), ones(4, 5, 3, 3)));
        Assert.Equal(
            "conv2d failed on [2x3x8x8], type = Float32, device = cpu, [4x5x3x3], type = Float32, device = cpu: "
            + "Given groups=1, weight of size [4, 5, 3, 3], expected input[2, 3, 8, 8] to have 5 channels, but got 3 channels instead",
            error.Message);
    }

    [Fact]
    public void An_in_place_operator_on_a_recorded_leaf_says_why_it_refuses()
    {
        var x = ones(2).requires_grad_();
        var error = Assert.Throws<TensorException>(() => x.add_(1));
        Assert.Contains("leaf Variable that requires grad", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disposed_tensor_is_refused_before_libtorch_sees_it()
    {
        var x = ones(2);
        x.Dispose();
        Assert.Throws<InvalidOperationException>(() => x.exp());
        Assert.Throws<InvalidOperationException>(() => cat([ones(2), x]));
    }
}
