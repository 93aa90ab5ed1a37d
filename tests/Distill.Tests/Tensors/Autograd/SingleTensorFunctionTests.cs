using Distill.Tests.Support;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Distill.Tests.Tensors.Autograd;

[Collection(nameof(NothingBeside))]
public sealed class SingleTensorFunctionTests : TensorTests
{
    [Fact]
    public void An_operator_of_ones_own_takes_part_in_backward_passes()
    {
        var (x, y) = (tensor([2f, 3]).requires_grad_(), tensor([5f, 7]).requires_grad_());
        (Product.apply(x * 2, y) * 3).sum().backward();
        Assert.Equal([30f, 42], x.grad!.data<float>().ToArray());
        Assert.Equal([12f, 18], y.grad!.data<float>().ToArray());
    }

    [Fact]
    public void An_argument_that_does_not_learn_gets_no_gradient()
    {
        var (x, y) = (tensor([2f]).requires_grad_(), tensor([5f]));
        Product.apply(x, y).sum().backward();
        Assert.Equal([5f], x.grad!.data<float>().ToArray());
        Assert.Null(y.grad);
    }

    [Fact]
    public void Nothing_is_recorded_where_nothing_learns_or_recording_is_off()
    {
        var x = tensor([2f]).requires_grad_();
        Assert.False(Product.apply(x.detach(), tensor([5f])).requires_grad);
        using var quiet = no_grad();
        Assert.False(Product.apply(x, tensor([5f])).requires_grad);
    }

    [Fact]
    public void A_step_leaves_no_tensor_behind()
    {
        var x = tensor([2f]).requires_grad_();
        long before = Tensor.TotalCount;
        using (NewDisposeScope()) Product.apply(x, tensor([5f])).sum().backward();
        Assert.Equal(before, Tensor.TotalCount);
    }
}
