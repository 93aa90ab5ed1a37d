using Distill.Data;
using Distill.Devices;
using Distill.Networks;
using Xunit;

namespace Distill.Tests.Devices;

public sealed class DeviceCostTests
{
    private static readonly ImageShape s_image = new(3, 32, 32);

    /// <summary>Published beforehand for 100 classes, with 1 MiB of SRAM: MACs, peak activations and energies found by an independent program.</summary>
    [Theory]
    [InlineData("resnet20", 40.82, 192, 48, 369, 13.4)]
    [InlineData("vgg8", 96.19, 320, 80, 2980, 665)]
    [InlineData("MobileNetV2", 6.52, 156, 39, 547, 3.6)]
    public void Costs_are_those_of_the_published_table(string name, double megaMacs, long peakKiB, long peakInt8KiB, double microjoules, double microjoulesInt8)
    {
        var cost = DeviceCost.Of(Zoo.Create(name, 100, s_image));

        Assert.Equal(megaMacs, Math.Round(cost.Macs / 1e6, 2));
        Assert.Equal((peakKiB, peakInt8KiB), (4 * cost.PeakActivations >> 10, cost.PeakActivations >> 10));
        Assert.InRange(EnergyModel.Of(cost, int8: false).Total / microjoules, 0.9, 1.1);
        Assert.InRange(EnergyModel.Of(cost, int8: true).Total / microjoulesInt8, 0.9, 1.1);
    }

    [Fact]
    public void The_energy_of_a_network_follows_from_the_table_by_hand()
    {
        var cost = new DeviceCost(
            Parameters: 100_000, Macs: 1_000_000, WeightBytesFloat32: 400_000, WeightBytesInt8: 120_000, PeakActivations: 1000, MovedActivations: 40_000);

        Assert.Equal(new EnergyEstimate(4.6, 0.5, 0.2, 5.3), EnergyModel.Of(cost, int8: false));
        Assert.Equal(new EnergyEstimate(0.3, 0.15, 0.05, 0.5), EnergyModel.Of(cost, int8: true));
        Assert.Equal(64, EnergyModel.Of(cost, int8: false, sram: 400_000).Weights);
    }

    [Fact]
    public void A_network_fits_where_its_weights_fit_the_flash_and_its_activations_the_sram()
    {
        var cost = new DeviceCost(0, 0, WeightBytesFloat32: 1_000_000, WeightBytesInt8: 260_000, PeakActivations: 50_000, MovedActivations: 0);

        var fits = MemoryFit.Of(cost).ToDictionary(fit => fit.Sram >> 10, fit => (fit.Float32, fit.Int8));

        Assert.Equal((false, true), fits[64]);
        Assert.Equal((false, true), fits[128]);
        Assert.Equal((true, true), fits[256]);
    }
}
