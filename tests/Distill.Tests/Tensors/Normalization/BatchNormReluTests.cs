using Distill.Tensors;
using Distill.Tensors.Normalization;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Distill.Tests.Tensors.Normalization;

/// <summary>Our own normalisation beside libtorch's in 64-bit floating point.</summary>
public sealed class BatchNormReluTests : TensorTests
{
    private const double Epsilon = 1e-5;

    public BatchNormReluTests() => Assert.SkipUnless(BatchNormRelu.IsSupported, "This processor has no AVX2 with fused multiply-add, so that libtorch's normalisation is used.");

    /// <summary>Images, channels, height, width, with a shortcut, ceiling: pixels that fill no block, one block and many slices.</summary>
    public static TheoryData<int, int, int, int, bool, float> Cases => new()
    {
        { 5, 8, 1, 1, false, float.PositiveInfinity }, { 3, 8, 3, 5, true, float.PositiveInfinity }, { 1, 16, 8, 8, false, 0.5f },
        { 5, 24, 7, 9, true, 0.5f }, { 16, 40, 12, 13, false, float.PositiveInfinity }, { 9, 64, 33, 31, true, float.PositiveInfinity },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_are_those_of_three_operators(int n, int c, int h, int w, bool sum, float ceiling)
    {
        var arguments = Arguments(n, c, h, w, sum);
        AssertClose(Exact(arguments, ceiling, Running(c, ceiling)), Ours(arguments, Running(c, ceiling)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_are_those_of_three_operators(int n, int c, int h, int w, bool sum, float ceiling)
    {
        var arguments = Arguments(n, c, h, w, sum);
        var direction = Noise(5, n, c, h, w);
        var expected = arguments.Select(argument => argument?.to(ScalarType.Float64).requires_grad_()).ToArray();
        (Exact(expected, ceiling, Running(c, ceiling)) * direction.to(ScalarType.Float64)).sum().backward();

        foreach (var argument in arguments) argument?.requires_grad_();
        (Ours(arguments, Running(c, ceiling)) * direction).sum().backward();

        Assert.All(expected.Zip(arguments).Where(pair => pair.First is not null), pair => AssertClose(pair.First!.grad!, pair.Second!.grad!));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Running_values_move_as_those_of_libtorch(int n, int c, int h, int w, bool sum, float ceiling)
    {
        var (expected, running) = (Running(c, ceiling), Running(c, ceiling));
        var arguments = Arguments(n, c, h, w, sum);
        F.batch_norm(arguments[0]!, expected.RunningMean_C, expected.RunningVariance_C, arguments[1], arguments[2], training: true, expected.Momentum, Epsilon);
        Ours(arguments, running);
        AssertClose(expected.RunningMean_C.to(ScalarType.Float64), running.RunningMean_C);
        AssertClose(expected.RunningVariance_C.to(ScalarType.Float64), running.RunningVariance_C);
    }

    [Fact]
    public void A_mean_far_from_zero_costs_no_digits()
    {
        var arguments = Arguments(8, 8, 16, 16, sum: false);
        arguments[0] = arguments[0]!.add(1000);
        AssertClose(Exact(arguments, float.PositiveInfinity, Running(8)), Ours(arguments, Running(8)), tolerance: 2e-4);
    }

    [Fact]
    public void A_channel_that_never_changes_becomes_its_bias()
    {
        var arguments = Arguments(2, 8, 4, 4, sum: false);
        arguments[0] = ones(2, 8, 4, 4);
        AssertClose(arguments[2]!.to(ScalarType.Float64).relu().reshape(1, 8, 1, 1).expand(2, 8, 4, 4), Ours(arguments, Running(8)));
    }

    [Fact]
    public void Bits_do_not_depend_on_the_number_of_threads()
    {
        var arguments = Arguments(9, 24, 33, 31, sum: true);
        float[][] All(int threads)
        {
            int before = get_num_threads();
            NumericEnvironment.UseThreads(threads);
            foreach (var argument in arguments) argument!.requires_grad_().grad = null;
            var result = Ours(arguments, Running(24));
            result.square().sum().backward();
            NumericEnvironment.UseThreads(before);
            return [Bits(result.detach()), .. arguments.Select(argument => Bits(argument!.grad!))];
        }

        Assert.Equal(All(threads: 1), All(threads: 3));
    }

    [Fact]
    public void Memory_in_another_order_gives_the_same_bits()
    {
        var arguments = Arguments(2, 16, 6, 5, sum: true);
        var pixels = arguments.Select(argument => argument!.shape.Length == 4 ? argument.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : argument).ToArray();
        Assert.Equal(Bits(Ours(arguments, Running(16))), Bits(Ours(pixels, Running(16))));
    }

    [Fact]
    public void A_value_that_is_not_a_number_is_not_hidden()
    {
        var arguments = Arguments(2, 8, 4, 4, sum: true);
        var values = new float[2 * 8 * 4 * 4];
        values[7] = float.NaN;
        arguments[3] = tensor(values, [2, 8, 4, 4]);
        Assert.True(float.IsNaN(Bits(Ours(arguments, Running(8)))[7]));
    }

    [Fact]
    public void A_result_may_be_overwritten_by_what_follows()
    {
        var arguments = Arguments(2, 8, 4, 4, sum: false);
        arguments[0]!.requires_grad_();
        Ours(arguments, Running(8)).add_(1).sum().backward();
        Assert.NotNull(arguments[0]!.grad);
    }

    [Fact]
    public void Tensors_that_do_not_fit_are_refused()
    {
        var good = Arguments(2, 16, 6, 5, sum: true);
        Tensor?[] With(int index, Tensor value) => [.. good.Select((argument, i) => i == index ? value : argument)];
        Assert.Throws<ArgumentException>(() => Ours(With(0, Noise(1, 2, 12, 6, 5)), Running(12)));
        Assert.Throws<ArgumentException>(() => Ours(With(0, good[0]!.to(ScalarType.Float64)), Running(16)));
        Assert.Throws<ArgumentException>(() => Ours(With(1, Noise(1, 8)), Running(16)));
        Assert.Throws<ArgumentException>(() => Ours(With(3, Noise(1, 2, 16, 6, 1)), Running(16)));
        Assert.Throws<ArgumentException>(() => Ours(good, Running(8)));
        Assert.Throws<ArgumentException>(() => Ours(With(0, Noise(1, 2, 16)), Running(16)));
    }

    private static Tensor?[] Arguments(int n, int c, int h, int w, bool sum) =>
        [Noise(1, n, c, h, w).mul(3).add(0.5f), Noise(2, c).add(1), Noise(3, c), sum ? Noise(4, n, c, h, w) : null];

    private static BatchNormSettings Running(int channels, float ceiling = float.PositiveInfinity) => new(Noise(6, channels), ones(channels), 0.1, Epsilon, ceiling);

    private static Tensor Ours(Tensor?[] arguments, BatchNormSettings running) => BatchNormRelu.apply(arguments[0]!, arguments[1]!, arguments[2]!, arguments[3]!, running);

    private static Tensor Exact(Tensor?[] arguments, float ceiling, BatchNormSettings running)
    {
        var wide = arguments.Select(argument => argument?.to(ScalarType.Float64)).ToArray();
        var normal = F.batch_norm(wide[0]!, running.RunningMean_C.to(ScalarType.Float64), running.RunningVariance_C.to(ScalarType.Float64), wide[1], wide[2], training: true, running.Momentum, Epsilon);
        return (wide[3] is { } addend ? normal + addend : normal).clamp(0, ceiling);
    }

    private static Tensor Noise(ulong seed, params long[] shape) => tensor(Networks.SomeImages.Noise((int)shape.Aggregate(1L, (a, b) => a * b), seed), shape);

    private static float[] Bits(Tensor tensor) => Networks.SomeImages.Values(tensor);

    private static void AssertClose(Tensor expected, Tensor actual, double tolerance = 2e-5)
    {
        Assert.Equal(expected.shape, actual.shape);
        double difference = (expected - actual.to(ScalarType.Float64)).abs().max().item<double>();
        Assert.InRange(difference, 0, tolerance * Math.Max(1e-3, expected.abs().max().item<double>()));
    }
}
