using Distill.Tensors;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Distill.Tests.Tensors;

/// <summary>Every derivative that training relies on, against central differences in 64-bit floating point.</summary>
public sealed class GradientTests : TensorTests
{
    public static TheoryData<string, long[], Func<Tensor, Tensor>> Functions => new()
    {
        { "convolution, over its images", [2, 3, 5, 5], x => F.conv2d(x, Double(4, 3, 3, 3), Double(4), [2], [1]) },
        { "convolution, over its filters", [4, 1, 3, 3], w => F.conv2d(Double(2, 4, 5, 5), w, null, [1], [1], groups: 4) },
        { "batch normalization, over its images", [4, 3, 2, 2], x => F.batch_norm(x, null, null, Double(3), Double(3), training: true) },
        { "batch normalization, over its scales", [3], w => F.batch_norm(Double(4, 3, 2, 2), null, null, w, Double(3), training: true) },
        { "batch normalization by running statistics", [2, 3, 2, 2], x => F.batch_norm(x, Double(3), Double(3).square() + 1, Double(3), Double(3)) },
        { "linear layer", [4, 6], w => F.linear(Double(3, 6), w, Double(4)) },
        { "matrix product", [3, 4], x => x.matmul(Double(4, 2)) },
        { "mean pooling", [1, 2, 4, 4], x => F.avg_pool2d(x, 2) },
        { "mean of each channel", [1, 2, 3, 3], x => F.adaptive_avg_pool2d(x, 1) },
        { "maximum pooling", [1, 2, 4, 4], x => F.max_pool2d(x, 2) },
        { "rectifier", [7], x => F.relu(x) },
        { "hard swish", [7], x => F.hardswish(x) },
        { "sigmoid", [5], x => x.sigmoid() },
        { "logarithm of the softmax", [2, 5], x => x.log_softmax(1) },
        { "cross entropy of classes", [3, 4], x => F.cross_entropy(x, tensor([1L, 3, 0]), label_smoothing: 0.1) },
        { "cross entropy of probabilities", [3, 4], x => F.cross_entropy(x, Double(3, 4).softmax(1)) },
        { "divergence of distributions", [3, 4], x => F.kl_div(x.log_softmax(1), Double(3, 4).log_softmax(1), reduction: nn.Reduction.Sum) },
        { "running log-sum-exp", [2, 6], x => x.logcumsumexp(1) },
        { "log-sum-exp", [2, 6], x => x.logsumexp(1) },
        { "gathering", [3, 4], x => x.gather(1, tensor([3L, 0, 2, 2, 1, 1], [3, 2])) },
        { "selecting by index", [4, 2], x => x.index_select(0, tensor([3L, 0, 3])) },
        { "flipping", [6], x => x.flip(0) },
        { "joining", [2, 2], x => cat([x, x.square()], 1) },
        { "padding", [1, 1, 2, 2], x => F.pad(x, (1, 0, 0, 1)) },
        { "channel slices", [1, 4, 2, 2], x => x.narrow(1, 1, 2).slice(2, 0, 2, 2) },
        { "mean and deviation", [3, 5], x => x.mean([1]) / x.std(1) },
        { "norm", [5], x => x.norm() },
        { "masking", [5], x => where(x > 0, x * 2, zeros_like(x)).masked_fill(x > 1, 0) },
        { "shuffling channels", [1, 6, 2, 2], x => x.view(1, 3, 2, 2, 2).transpose(1, 2).reshape(1, 6, 2, 2) },
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_derivative_agrees_with_central_differences(string name, long[] shape, Func<Tensor, Tensor> function)
    {
        Assert.NotEmpty(name);
        var x = Double(shape).requires_grad_();
        var weights = Double(function(x).shape);
        Tensor Weighted() => (function(x) * weights).sum();

        Weighted().backward();

        double[] analytic = x.grad!.contiguous().data<double>().ToArray();
        using var quiet = no_grad();
        var elements = x.data<double>();
        const double step = 1e-5;
        for (int i = 0; i < analytic.Length; i++)
        {
            double before = elements[i];
            elements[i] = before + step;
            double above = Weighted().ToDouble();
            elements[i] = before - step;
            double below = Weighted().ToDouble();
            elements[i] = before;
            Assert.Equal((above - below) / (2 * step), analytic[i], 6);
        }
    }

    [Fact]
    public void Gradients_add_up_until_they_are_dropped()
    {
        var x = tensor([2f]).requires_grad_();
        (x * 3).sum().backward();
        (x * 4).sum().backward();
        Assert.Equal(7, x.grad!.ToSingle());
        x.grad = null;
        Assert.Null(x.grad);
    }

    [Fact]
    public void A_detached_tensor_stops_the_gradient()
    {
        var x = tensor([2f]).requires_grad_();
        (x * x.detach()).sum().backward();
        Assert.Equal(2, x.grad!.ToSingle());
        Assert.True(x.is_leaf);
        Assert.False((x * 2).is_leaf);
    }

    [Fact]
    public void Nothing_is_recorded_where_recording_is_off()
    {
        var x = tensor([2f]).requires_grad_();
        using (no_grad())
        {
            Assert.False((x * 2).requires_grad);
            using (enable_grad()) Assert.True((x * 2).requires_grad);
            Assert.False(is_grad_enabled());
        }

        using (inference_mode()) Assert.False((x * 2).requires_grad);
        Assert.True(is_grad_enabled());
    }

    [Fact]
    public void A_backward_pass_without_a_recording_says_so()
    {
        var error = Assert.Throws<TensorException>(() => ones(1).backward());
        Assert.StartsWith("backward failed on [1], type = Float32, device = cpu: ", error.Message, StringComparison.Ordinal);
    }

    private static Tensor Double(params long[] shape) => Irregular(ScalarType.Float64, shape);
}
