using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Distill.Tests.Tensors;

public sealed class LayerTests : TensorTests
{
    [Fact]
    public void A_convolution_sums_products_over_its_window()
    {
        float[] images = Irregular(1, 2, 4, 4).data<float>().ToArray();
        float[] filters = Irregular(3, 2, 3, 3).data<float>().ToArray();
        double[] expected = new double[3 * 2 * 2];
        for (int k = 0; k < 3; k++)
            for (int y = 0; y < 2; y++)
                for (int x = 0; x < 2; x++)
                    for (int c = 0; c < 2; c++)
                        for (int i = 0; i < 9; i++)
                            expected[(k * 2 + y) * 2 + x] += images[(c * 4 + y + i / 3) * 4 + x + i % 3] * (double)filters[(k * 2 + c) * 9 + i];
        Close(expected, F.conv2d(tensor(images, [1, 2, 4, 4]), tensor(filters, [3, 2, 3, 3])));
    }

    [Fact]
    public void Batch_normalization_centres_each_channel_and_moves_the_running_statistics()
    {
        var x = Irregular(8, 3, 4, 4) * 3 + 2;
        var mean = zeros(3);
        var variance = ones(3);
        var y = F.batch_norm(x, mean, variance, training: true, momentum: 0.25);
        Close([0, 0, 0], y.mean([0, 2, 3]));
        Close([1, 1, 1], y.var([0, 2, 3], unbiased: false), 3);
        Assert.True(mean.allclose(x.mean([0, 2, 3]) * 0.25));
        Assert.True(variance.allclose(x.var([0, 2, 3]) * 0.25 + 0.75));
        var still = F.batch_norm(x, mean, variance);
        Assert.True(still.allclose((x - mean.view(1, 3, 1, 1)) / (variance.view(1, 3, 1, 1) + 1e-5).sqrt(), atol: 1e-5));
    }

    [Fact]
    public void Pooling_covers_its_windows_and_its_padding()
    {
        var x = arange(16, dtype: float32).view(1, 1, 4, 4);
        Close([5, 7, 13, 15], F.max_pool2d(x, 2));
        Close([2.5, 4.5, 10.5, 12.5], F.avg_pool2d(x, 2));
        Close([7.5], F.adaptive_avg_pool2d(x, 1));
        Close([5, 6, 7, 9, 10, 11, 13, 14, 15], F.max_pool2d(x, 2, 1));
        Close([0, 1.5, 3, 6, 7.5, 9, 12, 13.5, 15], F.avg_pool2d(x, 2, 2, 1, count_include_pad: false));
        Close([0, 0.75, 0.75, 3, 7.5, 4.5, 3, 6.75, 3.75], F.avg_pool2d(x, 2, 2, 1));
        Close([4, 5, 7, 8], F.max_pool2d(arange(9, dtype: float32).view(1, 1, 3, 3), 2, ceil_mode: true));
    }

    [Fact]
    public void Padding_fills_left_right_above_and_below()
    {
        var x = tensor([1f, 2, 3, 4], [1, 1, 2, 2]);
        Close([0, 0, 0, 1, 2, 0, 3, 4, 0], F.pad(x, (0, 1, 1, 0)));
        Close([9, 1, 2, 9, 3, 4], F.pad(x, [1, 0], value: 9));
        Close([1, 1, 2, 2, 3, 3, 4, 4], F.pad(x.select(0, 0), [1, 1], PaddingModes.Replicate));
    }

    [Fact]
    public void Losses_follow_their_definitions()
    {
        var logits = tensor([2f, 1, 0.1f, 0, 3, 0.5f], [2, 3]);
        var labels = tensor([0L, 2]);
        double[] x = [2, 1, 0.1, 0, 3, 0.5];
        double first = Math.Log(x[..3].Sum(Math.Exp)) - x[0];
        double second = Math.Log(x[3..].Sum(Math.Exp)) - x[5];
        Close([first, second], F.cross_entropy(logits, labels, reduction: nn.Reduction.None));
        Close([(first + second) / 2], F.cross_entropy(logits, labels));
        Close([first + second], F.nll_loss(logits.log_softmax(1), labels, reduction: nn.Reduction.Sum));
        Close([0], F.kl_div(logits.log_softmax(1), logits.log_softmax(1)));
    }
}
