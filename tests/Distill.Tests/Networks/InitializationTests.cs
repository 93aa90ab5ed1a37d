using Distill.Data;
using Distill.Networks;
using Xunit;

namespace Distill.Tests.Networks;

public sealed class InitializationTests
{
    private static readonly Network s_network = Zoo.Create("resnet20", 10, new ImageShape(3, 32, 32));

    [Fact]
    public void The_same_seed_gives_the_same_weights_and_another_seed_others()
    {
        Assert.StartsWith("7529966158e486eb66749813e34f258eb623a6da1260853e78", Initialization.Create(s_network, 1).Digest, StringComparison.Ordinal);
        Assert.NotEqual(Initialization.Create(s_network, 1).Digest, Initialization.Create(s_network, 2).Digest);
    }

    [Fact]
    public void Convolutions_are_normal_with_the_deviation_of_their_outputs()
    {
        var weights = Initialization.Create(s_network, 1)["layer3.1.conv1.weight"].Values;
        Assert.Equal(0, weights.Average(), 1e-3);
        Assert.Equal(Math.Sqrt(2.0 / (9 * 64)), Math.Sqrt(weights.Average(value => (double)value * value)), 1e-3);
    }

    [Fact]
    public void A_convolution_that_nothing_normalises_takes_the_deviation_of_its_inputs()
    {
        var squeezeNet = Zoo.Create("squeezenet1_1", 10, new ImageShape(3, 32, 32));
        var weights = Initialization.Create(squeezeNet, 1);
        Assert.Equal(2.0 / 512, weights["classifier.1.weight"].Values.Average(value => (double)value * value), 3e-4);
        Assert.All(weights["classifier.1.bias"].Values, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Linear_layers_are_uniform_within_one_over_the_root_of_their_inputs()
    {
        var weights = Initialization.Create(s_network, 1);
        Assert.InRange(weights["fc.weight"].Values.Max(), 0.12f, 0.125f);
        Assert.InRange(weights["fc.weight"].Values.Min(), -0.125f, -0.12f);
        Assert.All(weights["fc.bias"].Values, value => Assert.InRange(value, -0.125f, 0.125f));
    }

    [Fact]
    public void Normalisations_start_as_the_identity()
    {
        var weights = Initialization.Create(s_network, 1);
        Assert.All(weights["bn1.weight"].Values.Concat(weights["bn1.running_var"].Values), value => Assert.Equal(1, value));
        Assert.All(weights["bn1.bias"].Values.Concat(weights["bn1.running_mean"].Values), value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_layer_more_leaves_the_others_as_they_were()
    {
        var input = new ImageShape(1, 8, 8);
        var (one, two) = (Initialization.Create(Zoo.Create("cnn_4", 3, input), 1), Initialization.Create(Zoo.Create("cnn_4_8", 3, input), 1));
        Assert.Equal(one["block0.conv.weight"].Values, two["block0.conv.weight"].Values);
    }
}
