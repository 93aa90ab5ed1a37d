using Distill.Data;
using Distill.Networks;
using Distill.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Distill.Tests.Networks;

public sealed class NetworkJsonTests
{
    private static readonly Network s_small = Zoo.Create("cnn_4_8", 3, new ImageShape(1, 8, 8));

    [Theory]
    [MemberData(nameof(ZooTests.Members), MemberType = typeof(ZooTests))]
    public void The_whole_zoo_survives_a_round_trip(string name)
    {
        var network = Zoo.Create(name, 10, SomeNetworks.InputOf(name));
        var text = NetworkJson.Write(network);
        var read = NetworkJson.Read(text);
        Assert.Equal(text, NetworkJson.Write(read));
        Assert.Equal(network.Digest, read.Digest);
        Assert.Equal(network.Nodes.Select(node => (node.Name, node.Operator)), read.Nodes.Select(node => (node.Name, node.Operator)));
        Assert.Equal(network.Taps, read.Taps);
    }

    [Fact]
    public void The_form_of_the_file_is_settled() => Approved.Verify(NetworkJson.Write(s_small), "Networks/network.json");

    [Fact]
    public void Everything_that_matters_changes_the_digest()
    {
        string[] digests =
        [
            s_small.Digest,
            Zoo.Create("cnn_4_8", 4, s_small.Input).Digest,
            Zoo.Create("cnn_4_9", 3, s_small.Input).Digest,
            Zoo.Create("cnn_4_8", 3, new ImageShape(1, 9, 8)).Digest,
        ];
        Assert.Equal(digests.Length, digests.Distinct().Count());
        Assert.Equal(s_small.Digest, Zoo.Create("cnn_4_8", 3, s_small.Input).Digest);
    }

    [Theory]
    [InlineData("\"classes\": 3", "\"classes\": 3, \"colour\": 1", "cannot be understood at line 5")]
    [InlineData("\"classes\": 3", "\"classes\": \"three\"", "cannot be understood at line 5 ($.classes)")]
    [InlineData("\"classes\": 3,\n", "", "cannot be understood at line")]
    [InlineData("\"kind\":\"relu\"", "\"kind\":\"swoosh\"", "cannot be understood at line 9")]
    [InlineData("\"version\": 1", "\"version\": 2", "has version 2, but this program reads version 1")]
    [InlineData("[\"images\"]", "[null]", "has null where a node or an input belongs")]
    [InlineData("\"name\": \"cnn_4_8\"", "\"name\": null", "cannot be understood at line 3 ($.name)")]
    [InlineData("\"output\": \"fc\"\n}", "", "cannot be understood at line")]
    [InlineData("\"out_channels\":8", "\"out_channels\":-8", "needs positive sizes")]
    public void A_file_with_a_mistake_is_refused_with_its_place(string from, string to, string complaint)
    {
        var text = NetworkJson.Write(s_small);
        Assert.Contains(from, text, StringComparison.Ordinal);
        var problem = Assert.Throws<NetworkProblemException>(() => NetworkJson.Read(text.Replace(from, to, StringComparison.Ordinal)));
        Assert.Contains(complaint, problem.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_is_read_or_refused_and_never_anything_else()
    {
        var text = NetworkJson.Write(s_small);
        Prop.ForAll(
            Gen.Choose(0, text.Length - 1).ToArbitrary(), Gen.Choose(32, 126).ToArbitrary(), Gen.Choose(0, 3).ToArbitrary(),
            (at, letter, removed) =>
            {
                try
                {
                    NetworkJson.Read(string.Concat(text.AsSpan(0, at), [(char)letter], text.AsSpan(Math.Min(at + removed, text.Length))));
                }
                catch (NetworkProblemException)
                {
                }
            }).CheckQuietly();
    }
}
