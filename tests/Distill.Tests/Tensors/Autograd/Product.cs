using static TorchSharp.torch;

namespace Distill.Tests.Tensors.Autograd;

/// <summary>x y, with a gradient of its own.</summary>
internal sealed class Product : autograd.SingleTensorFunction<Product>
{
    public override string Name => "product";

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, y) = ((Tensor)vars[0], (Tensor)vars[1]);
        ctx.save_for_backward([x, y]);
        return x * y;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
        [.. ctx.get_saved_variables().AsEnumerable().Reverse().Select(other => grad_output * other)];
}
