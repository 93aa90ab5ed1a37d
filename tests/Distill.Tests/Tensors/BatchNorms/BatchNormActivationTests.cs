using Distill.Tensors;
using Distill.Tensors.BatchNorms;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Distill.Tests.Tensors.BatchNorms;

/// <summary>Our own normalisation beside libtorch's operators, one after another, in 64-bit floating point.</summary>
public sealed class BatchNormActivationTests : TensorTests
{
    private const double Momentum = 0.1;
    private const double Epsilon = 1e-5;

    public BatchNormActivationTests() => Assert.SkipUnless(BatchNormActivation.Takes(8), "This processor has no AVX2 with fused multiply-add, so that libtorch's operators are used.");

    public static TheoryData<Activation, bool, int, int> Cases => new()
    {
        { Activation.None, false, 8, 1 }, { Activation.None, true, 24, 2 }, { Activation.Relu, false, 16, 3 }, { Activation.Relu, true, 16, 1 },
        { Activation.Relu6, false, 48, 2 }, { Activation.Relu6, true, 8, 1 }, { Activation.Relu, true, 4104, 2 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_gradients_and_running_statistics_are_those_of_the_single_operators(Activation activation, bool withAddend, int channels, int threads)
    {
        int before = get_num_threads();
        NumericEnvironment.UseThreads(threads);
        var (own, ownStatistics) = Run(activation, withAddend, channels, ScalarType.Float32);
        NumericEnvironment.UseThreads(before);
        var (expected, statistics) = Run(activation, withAddend, channels, ScalarType.Float64);
        Assert.All(expected.Zip(own), pair => AssertClose(pair.First, pair.Second));
        Assert.All(statistics.Zip(ownStatistics), pair => AssertClose(pair.First, pair.Second));
    }

    [Fact]
    public void A_mean_that_is_large_beside_the_deviation_costs_no_digits()
    {
        var x = Irregular(4, 8, 5, 5) * 1e-2 + 1000;
        var y = BatchNormActivation.apply(x, ones(8), zeros(8), zeros(8), ones(8), null!, Activation.None, Momentum, Epsilon);
        AssertClose(F.batch_norm(x.to(ScalarType.Float64), null, null, ones(8).to(ScalarType.Float64), zeros(8).to(ScalarType.Float64), training: true), y, 2e-2);
        Assert.InRange(y.square().mean().item<float>(), 0.8f, 1.01f);
    }

    [Fact]
    public void Bits_repeat_with_the_same_number_of_threads()
    {
        float[] Bits() => Networks.SomeImages.Values(Run(Activation.Relu, true, 16, ScalarType.Float32).Results[1]);
        Assert.Equal(Bits(), Bits());
    }

    [Fact]
    public void Only_multiples_of_eight_channels_are_taken()
    {
        Assert.True(BatchNormActivation.Takes(24));
        Assert.False(BatchNormActivation.Takes(12));
    }

    private static (Tensor[] Results, Tensor[] Statistics) Run(Activation activation, bool withAddend, int channels, ScalarType type)
    {
        Tensor Noise(ulong seed, params long[] shape) =>
            tensor(Networks.SomeImages.Noise((int)shape.Aggregate(1L, (a, b) => a * b), seed), shape).to(type).detach().requires_grad_();
        var (x, scale, shift) = (Noise(1, 3, channels, 5, 7), Noise(2, channels), Noise(3, channels));
        var addend = withAddend ? Noise(4, 3, channels, 5, 7) : null;
        var (mean, variance) = (zeros(channels).to(type), ones(channels).to(type));
        var y = type == ScalarType.Float32
            ? BatchNormActivation.apply(x, scale, shift, mean, variance, addend!, activation, Momentum, Epsilon)
            : Single(x, scale, shift, mean, variance, addend, activation);
        (y * Noise(5, y.shape).detach()).sum().backward();
        return ([y, x.grad!, scale.grad!, shift.grad!, .. addend is null ? (Tensor[])[] : [addend.grad!]], [mean, variance]);
    }

    private static Tensor Single(Tensor x, Tensor scale, Tensor shift, Tensor mean, Tensor variance, Tensor? addend, Activation activation)
    {
        var norm = F.batch_norm(x, mean, variance, scale, shift, training: true, Momentum, Epsilon);
        var sum = addend is null ? norm : norm + addend;
        return activation switch { Activation.Relu => sum.relu(), Activation.Relu6 => F.relu6(sum), _ => sum };
    }

    private static void AssertClose(Tensor expected, Tensor actual, double tolerance = 2e-5)
    {
        Assert.Equal(expected.shape, actual.shape);
        double difference = (expected - actual.to(ScalarType.Float64)).abs().max().item<double>();
        Assert.InRange(difference, 0, tolerance * expected.abs().max().item<double>());
    }
}
