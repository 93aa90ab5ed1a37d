using Distill.Data;
using Distill.Networks;
using Xunit;

namespace Distill.Tests.Networks;

public sealed class WeightsTests
{
    private static readonly Network s_network = Zoo.Create("cnn_4", 3, new ImageShape(1, 8, 8));
    private static readonly Weights s_weights = Initialization.Create(s_network, 1);

    [Fact]
    public void Weights_of_the_network_fit() => s_weights.CheckFit(s_network);

    [Fact]
    public void The_first_tensor_that_does_not_fit_is_named_with_both_shapes()
    {
        var problem = Assert.Throws<NetworkProblemException>(() => s_weights.CheckFit(Zoo.Create("cnn_4", 5, s_network.Input)));
        Assert.Equal(
            "The weights do not fit network \"cnn_4\" with 5 classes: tensor \"fc.weight\" is [3, 4] where the network has [5, 4]; name the network and the classes they were trained with.",
            problem.Message);
    }

    [Fact]
    public void A_missing_and_a_surplus_tensor_are_named()
    {
        var missing = new Weights(s_weights.Where(tensor => tensor.Key != "fc.bias"));
        Assert.Contains("there is no tensor \"fc.bias\" [3]", Assert.Throws<NetworkProblemException>(() => missing.CheckFit(s_network)).Message, StringComparison.Ordinal);
        var surplus = new Weights(s_weights.Append(new("head.bias", new HostTensor([2], [1, 2]))));
        Assert.Contains("tensor \"head.bias\" [2] has no place", Assert.Throws<NetworkProblemException>(() => surplus.CheckFit(s_network)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_changed_bit_changes_the_digest()
    {
        var changed = new Weights(s_weights.Select(tensor => tensor.Key != "fc.bias"
            ? tensor
            : new(tensor.Key, new HostTensor([3], [tensor.Value.Values[0], tensor.Value.Values[1], MathF.BitIncrement(tensor.Value.Values[2])]))));
        Assert.NotEqual(s_weights.Digest, changed.Digest);
        Assert.Equal(s_weights.Digest, new Weights(s_weights.Reverse()).Digest);
    }

    [Fact]
    public void A_shape_has_to_match_its_values() =>
        Assert.Equal("A tensor of shape [2, 2] cannot hold 3 values. (Parameter 'values')", Assert.Throws<ArgumentException>(() => new HostTensor([2, 2], [1, 2, 3])).Message);
}
