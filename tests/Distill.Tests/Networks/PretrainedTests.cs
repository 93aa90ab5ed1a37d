using System.Security.Cryptography;
using Distill.Data;
using Distill.Engines;
using Distill.Jobs;
using Distill.Networks;
using Distill.Onnx;
using Distill.Tests.Support;
using TorchSharp;
using Xunit;

namespace Distill.Tests.Networks;

/// <summary>Published weights on the genuine test images: the whole way from bytes on disk to a figure in a paper.</summary>
public sealed class PretrainedTests
{
    private const int BatchSize = 100;

    [Theory]
    [MemberData(nameof(Entries))]
    public void The_file_is_the_one_in_the_catalogue_and_fits_its_network(string name)
    {
        var entry = Pretrained.ByName(name)!;
        var path = PathOf(entry);
        var digest = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
        Assert.Same(entry, Pretrained.BySha256(digest));
        Safetensors.Read(path).Weights.CheckFit(Zoo.Create(entry.Network, entry.Classes, entry.Input));
    }

    [Fact] // 915 is what PyTorch says with the authors' own code.
    public void ResNet_20_recognises_915_of_the_first_thousand_test_images() =>
        Assert.Equal(915, Correct(Pretrained.ByName("cifar10_resnet20")!, "cifar10", "cifar10", count: 1000));

    [Theory]
    [Trait("Speed", "slow")]
    [InlineData("cifar10_resnet20", "cifar10", "cifar10")]
    [InlineData("cifar10_resnet56", "cifar10", "cifar10")]
    [InlineData("cifar100_resnet56", "cifar100", "cifar100")]
    [InlineData("fashion_cnn", "idx", "fashion-mnist")]
    public void Published_weights_reach_their_published_accuracy(string name, string kind, string folder)
    {
        var entry = Pretrained.ByName(name)!;
        Assert.Equal(entry.Top1, Correct(entry, kind, folder, count: 10_000) / 100.0, 0.0201);
    }

    [Theory]
    [Trait("Speed", "slow")]
    [InlineData("cifar10_resnet56", "cifar10", "cifar10")]
    [InlineData("cifar100_resnet56", "cifar100", "cifar100")]
    [InlineData("fashion_cnn", "idx", "fashion-mnist")]
    public void The_same_networks_as_ONNX_reach_it_too(string name, string kind, string folder)
    {
        var entry = Pretrained.ByName(name)!;
        var path = Path.Combine(SharedData.Require("teachers"), $"{name}.onnx");
        Assert.Same(entry, Pretrained.BySha256(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))));
        var onnx = OnnxImport.Read(path);
        Assert.Equal(entry.Top1, Correct(entry, onnx.Network, onnx.Weights, kind, folder, count: 10_000) / 100.0, 0.0201);
    }

    [Theory]
    [Trait("Speed", "slow")]
    [InlineData("cifar10_resnet56", "cifar10", "cifar10")]
    [InlineData("cifar100_resnet56", "cifar100", "cifar100")]
    [InlineData("fashion_cnn", "idx", "fashion-mnist")]
    public void The_same_networks_as_TorchScript_reach_it_too(string name, string kind, string folder)
    {
        var entry = Pretrained.ByName(name)!;
        var path = Path.Combine(SharedData.Require("teachers"), $"{name}.torchscript.pt");
        Assert.Same(entry, Pretrained.OfFile(path));
        var model = ForeignModel.Open(path, entry.Input);
        using var forward = ForeignModel.Forward(model.Network, model.File, [], batchSize: 100, threads: 1);
        Assert.Equal(entry.Top1, Correct(entry, (pixels_NHWC, count) => forward.Run(pixels_NHWC, count).Logits_NK, kind, folder, count: 10_000) / 100.0, 0.0201);
    }

    [Fact]
    public void A_name_that_nobody_published_is_unknown()
    {
        Assert.Null(Pretrained.ByName("resnet20"));
        Assert.Null(Pretrained.BySha256("00"));
    }

    public static IEnumerable<TheoryDataRow<string>> Entries() => Pretrained.All.Select(entry => new TheoryDataRow<string>(entry.Name));

    private static string PathOf(PretrainedEntry entry) => Path.Combine(SharedData.Require("teachers"), $"{entry.Name}.safetensors");

    private static int Correct(PretrainedEntry entry, string kind, string folder, int count) =>
        Correct(entry, Zoo.Create(entry.Network, entry.Classes, entry.Input), Safetensors.Read(PathOf(entry)).Weights, kind, folder, count);

    private static int Correct(PretrainedEntry entry, Network trained, Weights trainedWeights, string kind, string folder, int count)
    {
        using var inference = new Inference(trained, trainedWeights, [], BatchSize, threads: torch.get_num_threads());
        return Correct(entry, (pixels_NHWC, images) => inference.Run(pixels_NHWC, images).Logits_NK, kind, folder, count);
    }

    private static int Correct(PretrainedEntry entry, Func<float[], int, float[]> answer, string kind, string folder, int count)
    {
        var images = Datasets.Open(new DatasetSpec { Kind = kind, Path = SharedData.Require(folder) }, "").Test;
        var renderer = new ViewRenderer(images, entry.Normalization, Augmentation.None, seed: 0);
        var pixels_NHWC = new float[BatchSize * images.Shape.Length];
        var correct = 0;
        for (var first = 0; first < count; first += BatchSize)
        {
            for (var i = 0; i < BatchSize; i++)
            {
                renderer.Render(ViewRenderer.Plain, first + i, pixels_NHWC.AsSpan(i * images.Shape.Length, images.Shape.Length));
            }

            var logits = answer(pixels_NHWC, BatchSize).Chunk(entry.Classes);
            correct += logits.Index().Count(row => Array.IndexOf(row.Item, row.Item.Max()) == images.Labels[first + row.Index]);
        }

        return correct;
    }
}
