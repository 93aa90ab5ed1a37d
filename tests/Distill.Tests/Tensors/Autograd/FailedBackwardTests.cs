using Distill.Tensors;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Distill.Tests.Tensors.Autograd;

/// <summary>Backward passes through operators of one's own that cannot succeed; TorchSharp itself lets some of them end the process.</summary>
public sealed class FailedBackwardTests : TensorTests
{
    [Fact]
    public void What_was_kept_must_not_be_changed_before_the_backward_pass()
    {
        var (x, y) = (tensor([2f]).requires_grad_(), tensor([5f]));
        var product = Product.apply(x, y);
        y.add_(1);
        var error = Assert.Throws<TensorException>(() => product.sum().backward());
        Assert.Contains("modified by an inplace operation", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_of_its_gradient_reaches_the_caller_of_the_backward_pass()
    {
        var x = tensor([2f]).requires_grad_();
        var error = Assert.Throws<ArithmeticException>(() => Broken.apply(x).sum().backward());
        Assert.Equal("no gradient today", error.Message);
        Product.apply(x, tensor([5f])).sum().backward();
        Assert.Equal([5f], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void A_second_backward_pass_is_refused_as_for_any_other_operator()
    {
        var product = Product.apply(tensor([2f]).requires_grad_(), tensor([5f])).sum();
        product.backward();
        var error = Assert.Throws<TensorException>(product.backward);
        Assert.Contains("second time", error.Message, StringComparison.Ordinal);
    }

    private sealed class Broken : autograd.SingleTensorFunction<Broken>
    {
        public override string Name => "broken";

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => (Tensor)vars[0] * 2;

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => throw new ArithmeticException("no gradient today");
    }
}
