using System.Globalization;
using System.Text;
using Distill.Data;
using Distill.Networks;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Networks;

public sealed class CostTests
{
    private static readonly ImageShape s_cifar = new(3, 32, 32);

    [Fact]
    public void The_whole_zoo_costs_what_is_published()
    {
        var table = new StringBuilder($"{"network",-26}{"parameters(10)",15}{"parameters(100)",16}{"MMAC(100)",11}{"peak KiB",9}\n");
        foreach (var name in Zoo.Names)
        {
            var input = SomeNetworks.InputOf(name);
            var (ten, hundred) = (Cost.Of(Zoo.Create(name, 10, input)), Cost.Of(Zoo.Create(name, 100, input)));
            table.Append(CultureInfo.InvariantCulture, $"{name,-26}{ten.Parameters,15:N0}{hundred.Parameters,16:N0}{hundred.Macs / 1e6,11:F2}{ten.PeakActivationBytes / 1024.0,9:F1}\n");
        }

        Approved.Verify(table.ToString(), "Networks/zoo");
    }

    [Theory] // Parameters as their authors publish them, for 10 and 100 classes, and millions of multiply-accumulates for 100.
    [InlineData("resnet8", 78_042, 83_892, 12.51)]
    [InlineData("resnet14", 175_258, 181_108, 26.66)]
    [InlineData("resnet20", 272_474, 278_324, 40.82)]
    [InlineData("resnet32", 466_906, 472_756, 69.13)]
    [InlineData("resnet44", 661_338, 667_188, 97.44)]
    [InlineData("resnet56", 855_770, 861_620, 125.75)]
    [InlineData("resnet110", 1_730_714, 1_736_564, 253.16)]
    [InlineData("resnet8x4", 1_210_410, 1_233_540, 177.07)]
    [InlineData("resnet32x4", 7_410_730, 7_433_860, 1083.04)]
    [InlineData("ResNet50", 23_520_842, 23_705_252, 1298.01)]
    [InlineData("wrn_16_1", 175_066, 180_916, 26.66)]
    [InlineData("wrn_16_2", 691_674, 703_284, 101.12)]
    [InlineData("wrn_40_1", 563_930, 569_780, 83.29)]
    [InlineData("wrn_40_2", 2_243_546, 2_255_156, 327.61)]
    [InlineData("vgg8", 3_918_858, 3_965_028, 96.19)]
    [InlineData("vgg11", 9_231_114, 9_277_284, 209.44)]
    [InlineData("vgg13", 9_416_010, 9_462_180, 284.94)]
    [InlineData("vgg16", 14_728_266, 14_774_436, 398.18)]
    [InlineData("vgg19", 20_040_522, 20_086_692, 511.43)]
    [InlineData("MobileNetV2", 697_546, 812_836, 6.52)]
    [InlineData("ShuffleV1", 862_768, 949_258, 38.69)]
    [InlineData("ShuffleV2", 1_263_278, 1_355_528, 44.50)]
    [InlineData("squeezenet1_1", 727_626, 773_796, 24.25)]
    [InlineData("mobilenet_v3_small_s1", 1_528_106, 1_620_356, 5.59)]
    [InlineData("mobilenet_v3_small_s1s1", 1_528_106, 1_620_356, 17.60)]
    [InlineData("cifar10_resnet20", 269_722, 275_572, 40.56)]
    [InlineData("cifar10_resnet56", 853_018, 858_868, 125.49)]
    public void A_published_network_has_its_published_figures(string name, long for10, long for100, double megaMacs)
    {
        var cost = Cost.Of(Zoo.Create(name, 100, s_cifar));
        Assert.Equal((for10, for100), (Cost.Of(Zoo.Create(name, 10, s_cifar)).Parameters, cost.Parameters));
        Assert.Equal(megaMacs, cost.Macs / 1e6, 0.01);
    }

    [Theory] // Found independently, by liveness over an exported graph.
    [InlineData("resnet20", 192)]
    [InlineData("vgg8", 320)]
    [InlineData("MobileNetV2", 156)]
    public void Peak_activations_follow_from_liveness(string name, long kibibytes) =>
        Assert.Equal(kibibytes, Cost.Of(Zoo.Create(name, 10, s_cifar)).PeakActivationBytes / 1024);

    [Fact]
    public void A_network_made_by_hand_costs_what_one_counts_by_hand()
    {
        var network = new Network(
            "hand", new ImageShape(2, 4, 4), 3,
            [
                new Node("conv", new Conv(4, 3, 3, Padding: 1, Bias: true), [Network.Images]),
                new Node("bn", new BatchNorm(), ["conv"]),
                new Node("relu", new Relu(), ["bn"]),
                new Node("flatten", new Flatten(), ["relu"]),
                new Node("fc", new Linear(3), ["flatten"]),
            ],
            "fc");
        var parameters = (4 * 2 * 9 + 4) + (4 + 4) + (64 * 3 + 3);
        var macs = 4 * 16 * 2 * 9 + 64 * 3;
        Assert.Equal(new Cost(parameters, macs, sizeof(float) * (2 * 16 + 4 * 16)), Cost.Of(network));
    }
}
