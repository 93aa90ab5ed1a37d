using System.Security.Cryptography;
using Distill.Data;
using Distill.Engines;
using Distill.Networks;
using Distill.Tests.Networks;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Engines;

public sealed class TorchScriptTests : IDisposable
{
    private static readonly ImageShape s_images = new(3, 4, 5);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_single_tensor_is_the_logits()
    {
        var model = Open(SomeScripts.FirstPixels(7));

        Assert.Equal((7, s_images, 0), (model.Network.Classes, model.Network.Input, model.Network.Taps.Count));
        Assert.Equal("teacher", model.Network.Name);
    }

    [Fact]
    public void Of_a_tuple_the_first_is_the_logits_and_vectors_and_maps_can_be_tapped()
    {
        var model = Open(SomeScripts.Tuple());

        Assert.Equal(["result1", "result2"], model.Network.Taps);
        Assert.Equal([3L, 4, 5], model.Network.Shapes["result1"]);
        Assert.Equal([60L], model.Network.Shapes["result2"]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Answers_do_not_depend_on_the_size_of_the_batch(int batchSize)
    {
        var model = Open(SomeScripts.Tuple());
        var pixels_NHWC = SomeImages.Noise(2 * s_images.Length, 3);
        using var forward = ForeignModel.Forward(model.Network, model.File, ["result1", "result2"], batchSize, threads: 1);

        var (logits_NK, pooled_ND) = forward.Run(pixels_NHWC, 2);

        var means = Enumerable.Range(0, 6).Select(row => Enumerable.Range(0, 20).Average(place => pixels_NHWC[(row / 3 * 20 + place) * 3 + row % 3]));
        Assert.All(means.Zip(logits_NK), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.Equal((6, 120), (pooled_ND[0].Length, pooled_ND[1].Length));
        var positive = Enumerable.Range(0, 20).Average(place => Math.Max(0, pixels_NHWC[place * 3]));
        Assert.Equal(positive, pooled_ND[0][0], 1e-5);
        Assert.Equal(pixels_NHWC[3], pooled_ND[1][1]); // the second pixel of the first channel
    }

    [Fact]
    public void The_digest_of_the_graph_covers_the_file()
    {
        var (model, other) = (Open(SomeScripts.FirstPixels(7)), Open(SomeScripts.File("torch.slice(torch.flatten(x, 1), 1, 1, 8)", "Tensor")));

        Assert.NotEqual(model.Network.Digest, other.Network.Digest);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(model.File)), ForeignModel.FileOf(model.Network));
        Assert.Equal(model.Network.Digest, NetworkJson.Read(NetworkJson.Write(model.Network)).Digest);
    }

    [Theory]
    [InlineData("torch.mean(x)", "Tensor", "gives [] for two images of 3x4x5 instead of two rows of logits first")]
    [InlineData("x", "Tensor", "gives [2, 3, 4, 5] for two images of 3x4x5 instead of two rows of logits first")]
    [InlineData("torch.reshape(x, [1, -1])", "Tensor", "gives [1, 120] for two images of 3x4x5")]
    [InlineData("3", "int", "cannot be run by libtorch (jit.ScriptModule failed: it returns Int where a tensor should be)")]
    [InlineData("torch.reshape(x, [7, 7])", "Tensor", "cannot be run by libtorch (")]
    [InlineData("torch.no_such_operator(x)", "Tensor", "cannot be run by libtorch (")]
    [InlineData("torch.from_file(\"/etc/hostname\")", "Tensor", "its code names from_file, which reaches for files; take such models only as ONNX.")]
    [InlineData("torch . from_file (\"/etc/hostname\")", "Tensor", "its code names from_file, which reaches for files")]
    [InlineData("torch.\\\nsave(x, \"/tmp/x\")", "Tensor", "its code names save, which reaches for files")]
    [InlineData("torch. # of nothing\n load(\"/tmp/x\")", "Tensor", "its code names load, which reaches for files")]
    [InlineData("ops.aten.from_file(\"/etc/hostname\")", "Tensor", "its code names from_file, which reaches for files")]
    public void What_gives_no_logits_gets_a_sentence(string expression, string type, string reason)
    {
        var problem = Assert.Throws<NetworkProblemException>(() => Open(SomeScripts.File(expression, type)));

        Assert.StartsWith($"{_folder.File("teacher.pt")}: ", problem.Message, StringComparison.Ordinal);
        Assert.True(problem.Message.Contains(reason, StringComparison.Ordinal), problem.Message);
        Assert.DoesNotContain('\n', problem.Message);
    }

    [Fact]
    public void A_file_cut_short_or_changed_anywhere_is_found_before_it_is_run()
    {
        var bytes = SomeScripts.Tuple();
        for (var length = 0; length < bytes.Length; length += 61)
        {
            Assert.Contains("is damaged or no TorchScript file", Refusal(bytes[..length]), StringComparison.Ordinal);
        }

        var changed = (byte[])bytes.Clone();
        changed[bytes.AsSpan().IndexOf("torch.relu"u8)] ^= 1;
        Assert.Contains("is damaged or no TorchScript file", Refusal(changed), StringComparison.Ordinal);
    }

    [Fact]
    public void What_can_be_said_without_running_it_is_said()
    {
        var script = TorchScriptFile.Read(Write(SomeScripts.Tuple()));

        Assert.Equal((0, 0), (script.Tensors, script.TensorBytes));
        Assert.Equal([("torch.flatten", 1), ("torch.mean", 2), ("torch.relu", 1)], script.Operators.Select(use => (use.Key, use.Value)));
    }

    /// <summary>Set DISTILL_FUZZ_SECONDS to go on for longer than the moment that the usual run takes.</summary>
    [Fact]
    public void Bytes_changed_at_random_never_do_worse_than_a_sentence() => Damage.Try([SomeScripts.Tuple()], rounds: 60, bytes =>
    {
        if (Refusal(bytes) is { } refusal)
        {
            Assert.DoesNotContain('\n', refusal);
        }
    });

    private ForeignModel Open(byte[] file) => ForeignModel.Open(Write(file), s_images);

    private string Write(byte[] file)
    {
        var path = _folder.File("teacher.pt");
        File.WriteAllBytes(path, file);
        return path;
    }

    private string? Refusal(byte[] file)
    {
        var path = Write(file);
        try
        {
            TorchScriptFile.Read(path);
            return null;
        }
        catch (NetworkProblemException problem)
        {
            return problem.Message;
        }
    }
}
