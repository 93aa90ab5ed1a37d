using Distill.Tensors;
using Distill.Tensors.Winograd;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Distill.Tests.Tensors.Winograd;

/// <summary>Our own convolutions beside libtorch's in 64-bit floating point.</summary>
public sealed class Convolution3x3Tests : TensorTests
{
    public Convolution3x3Tests() => Assert.SkipUnless(Convolution3x3.IsSupported, "This processor has no AVX2 with fused multiply-add, so that libtorch's convolutions are used.");

    /// <summary>Images, input channels, output channels, height, width: with tiles that end inside and beyond an image, and blocks of tiles that do not fill.</summary>
    public static TheoryData<int, int, int, int, int> Sizes => new()
    {
        { 1, 16, 16, 1, 1 }, { 2, 16, 16, 4, 4 }, { 3, 16, 32, 5, 7 }, { 1, 48, 16, 3, 9 }, { 2, 32, 64, 8, 8 }, { 7, 16, 16, 12, 13 }, { 1, 128, 80, 6, 2 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Values_are_those_of_a_convolution(int n, int c, int k, int h, int w)
    {
        var (x, weight, bias) = (Noise(1, n, c, h, w), Noise(2, k, c, 3, 3), Noise(3, k));
        AssertClose(Exact(x, weight, bias), Convolution3x3.apply(x, weight, bias));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Gradients_are_those_of_a_convolution(int n, int c, int k, int h, int w)
    {
        Tensor[] arguments = [Noise(1, n, c, h, w), Noise(2, k, c, 3, 3), Noise(3, k)];
        var direction = Noise(4, n, k, h, w);
        var expected = arguments.Select(argument => argument.to(ScalarType.Float64).requires_grad_()).ToArray();
        (Exact(expected[0], expected[1], expected[2]) * direction.to(ScalarType.Float64)).sum().backward();

        foreach (var argument in arguments) argument.requires_grad_();
        (Convolution3x3.apply(arguments[0], arguments[1], arguments[2]) * direction).sum().backward();

        Assert.All(expected.Zip(arguments), pair => AssertClose(pair.First.grad!, pair.Second.grad!));
    }

    [Fact]
    public void A_convolution_without_bias_has_no_gradient_for_it()
    {
        var (x, weight) = (Noise(1, 2, 16, 4, 4).requires_grad_(), Noise(2, 16, 16, 3, 3).requires_grad_());
        Convolution3x3.apply(x, weight, null!).sum().backward();
        using var exact = x.detach().to(ScalarType.Float64);
        AssertClose(Exact(exact, weight.detach(), null), Convolution3x3.apply(x, weight, null!));
        Assert.NotNull(weight.grad);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void What_follows_a_convolution_is_done_with_it(bool withAddend, bool relu)
    {
        var (x, weight, bias) = (Noise(1, 2, 16, 6, 5), Noise(2, 32, 16, 3, 3), Noise(3, 32));
        var addend = withAddend ? Noise(4, 2, 32, 6, 5) : null;
        var expected = Exact(x, weight, bias);
        if (addend is not null) expected = expected + addend.to(ScalarType.Float64);
        AssertClose(relu ? expected.relu() : expected, Convolution3x3.Infer(x, new Filter3x3(weight), bias, addend, relu));
    }

    [Fact]
    public void A_value_that_is_not_a_number_stays_one()
    {
        var values = new float[16 * 4 * 4];
        values[5] = float.NaN;
        var x = tensor(values, [1, 16, 4, 4]);
        var result = Convolution3x3.Infer(x, new Filter3x3(Noise(2, 16, 16, 3, 3)), null, null, relu: true);
        Assert.True(float.IsNaN(Bits(result)[5]));
    }

    [Fact]
    public void Bits_do_not_depend_on_the_number_of_threads_nor_on_the_division_into_batches()
    {
        var (x, weight) = (Noise(1, 9, 16, 12, 13), Noise(2, 32, 16, 3, 3));
        var filter = new Filter3x3(weight);
        var expected = Convolution3x3.Infer(x, filter, null, null, relu: false);
        Assert.Equal(Bits(expected), Bits(With(3, () => Convolution3x3.Infer(x, filter, null, null, relu: false))));
        var parts = new[] { x.narrow(0, 0, 4), x.narrow(0, 4, 5) }.Select(part => Convolution3x3.Infer(part, filter, null, null, relu: false));
        Assert.Equal(Bits(expected), Bits(cat([.. parts], 0)));
    }

    [Fact]
    public void Gradients_repeat_to_the_bit_with_the_same_number_of_threads()
    {
        var (x, weight) = (Noise(1, 9, 16, 12, 13), Noise(2, 32, 16, 3, 3).requires_grad_());
        Tensor Gradient()
        {
            weight.grad = null;
            Convolution3x3.apply(x, weight, null!).square().sum().backward();
            return weight.grad!.clone();
        }

        Assert.Equal(Bits(With(3, Gradient)), Bits(With(3, Gradient)));
        AssertClose(With(1, Gradient).to(ScalarType.Float64), With(3, Gradient));
    }

    [Fact]
    public void Memory_in_another_order_gives_the_same_bits()
    {
        var (x, weight) = (Noise(1, 2, 16, 6, 5), Noise(2, 16, 16, 3, 3));
        var pixels = x.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
        Assert.Equal(Bits(Convolution3x3.apply(x, weight, null!)), Bits(Convolution3x3.apply(pixels, weight, null!)));
    }

    [Fact]
    public void A_result_may_be_overwritten_by_what_follows()
    {
        var (x, weight) = (Noise(1, 2, 16, 6, 5), Noise(2, 16, 16, 3, 3).requires_grad_());
        Convolution3x3.apply(x, weight, null!).relu_().sum().backward();
        var exact = weight.detach().to(ScalarType.Float64).requires_grad_();
        Exact(x, exact, null).relu().sum().backward();
        AssertClose(exact.grad!, weight.grad!);
    }

    [Fact]
    public void Tensors_that_do_not_fit_are_refused()
    {
        var (x, weight) = (Noise(1, 2, 16, 6, 5), Noise(2, 32, 16, 3, 3));
        var filter = new Filter3x3(weight);
        Assert.Throws<ArgumentException>(() => Convolution3x3.Infer(Noise(1, 2, 32, 6, 5), filter, null, null, relu: false));
        Assert.Throws<ArgumentException>(() => Convolution3x3.Infer(x.to(ScalarType.Float64), filter, null, null, relu: false));
        Assert.Throws<ArgumentException>(() => Convolution3x3.Infer(x, filter, Noise(3, 16), null, relu: false));
        Assert.Throws<ArgumentException>(() => Convolution3x3.Infer(x, filter, null, Noise(4, 2, 32, 6, 1), relu: false));
        Assert.Throws<ArgumentException>(() => Convolution3x3.Infer(x.requires_grad_(), filter, null, null, relu: false));
        Assert.Throws<ArgumentException>(() => new Filter3x3(Noise(2, 32, 16, 1, 1)));
    }

    [Fact]
    public void Images_that_hold_no_tile_are_left_to_libtorch()
    {
        Assert.True(Convolution3x3.Takes(Noise(1, 1, 16, 4, 5), 16));
        Assert.False(Convolution3x3.Takes(Noise(1, 1, 16, 3, 5), 16));
    }

    [Fact]
    public void Only_multiples_of_sixteen_channels_are_taken()
    {
        Assert.True(Convolution3x3.Takes(16, 48));
        Assert.False(Convolution3x3.Takes(3, 16));
        Assert.False(Convolution3x3.Takes(16, 24));
        Assert.False(Convolution3x3.Takes(2048, 1024));
    }

    private static Tensor With(int threads, Func<Tensor> run)
    {
        int before = get_num_threads();
        NumericEnvironment.UseThreads(threads);
        try
        {
            return run();
        }
        finally
        {
            NumericEnvironment.UseThreads(before);
        }
    }

    private static Tensor Exact(Tensor x, Tensor weight, Tensor? bias) =>
        F.conv2d(x.to(ScalarType.Float64), weight.to(ScalarType.Float64), bias?.to(ScalarType.Float64)!, [1], [1]);

    private static Tensor Noise(ulong seed, params long[] shape) => tensor(Networks.SomeImages.Noise((int)shape.Aggregate(1L, (a, b) => a * b), seed), shape);

    private static float[] Bits(Tensor tensor) => Networks.SomeImages.Values(tensor);

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        double difference = (expected - actual.to(ScalarType.Float64)).abs().max().item<double>();
        Assert.InRange(difference, 0, 2e-5 * expected.abs().max().item<double>());
    }
}
