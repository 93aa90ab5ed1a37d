namespace Distill.Devices;

/// <summary>
/// Estimates the energy of one image from published energies of single operations. It ranks networks for a device; it does not say what a
/// certain board draws from its battery.
/// </summary>
/// <remarks>
/// Picojoules in a 45 nm process: arithmetic after M. Horowitz (ISSCC 2014), memory per 32-bit word after S. Han et al. (NIPS 2015). Weights are
/// read once per image, from SRAM where they fit beside the activations and else from DRAM; activations move through SRAM where they fit.
/// </remarks>
public static class EnergyModel
{
    /// <summary>What the table is called in reports.</summary>
    public const string Table = "45 nm, Horowitz 2014 and Han 2015";

    /// <summary>The SRAM that is assumed unless stated, in bytes.</summary>
    public const long DefaultSram = 1 << 20;

    internal const double Int8Multiply = 0.2;
    internal const double Int32Add = 0.1;
    internal const double Float32Multiply = 3.7;
    internal const double Float32Add = 0.9;
    internal const double SramWord = 5;
    internal const double DramWord = 640;

    private const double MicrojoulesPerPicojoule = 1e-6;

    /// <summary>The estimate for one image.</summary>
    /// <param name="cost">What the network asks of the device.</param>
    /// <param name="int8">Whether weights and activations are bytes; 32-bit floats otherwise.</param>
    /// <param name="sram">Bytes of SRAM.</param>
    public static EnergyEstimate Of(DeviceCost cost, bool int8, long sram = DefaultSram)
    {
        var activationBytes = int8 ? 1 : sizeof(float);
        var weights = int8 ? cost.WeightBytesInt8 : cost.WeightBytesFloat32;
        var peak = cost.PeakActivations * activationBytes;
        var mac = int8 ? Int8Multiply + Int32Add : Float32Multiply + Float32Add;
        return EnergyEstimate.Of(
            cost.Macs * mac * MicrojoulesPerPicojoule,
            Moving(weights, weights + peak <= sram),
            Moving(cost.MovedActivations * activationBytes, peak <= sram));
    }

    private static double Moving(long bytes, bool isNear) => bytes / 4.0 * (isNear ? SramWord : DramWord) * MicrojoulesPerPicojoule;
}
