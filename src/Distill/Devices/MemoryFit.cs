namespace Distill.Devices;

/// <summary>Whether a network fits a device of a certain size: its weights the flash, its activations the SRAM.</summary>
/// <param name="Flash">Bytes of flash.</param>
/// <param name="Sram">Bytes of SRAM.</param>
/// <param name="Float32">Whether it fits in 32-bit floats.</param>
/// <param name="Int8">Whether it fits in bytes.</param>
public sealed record MemoryFit(long Flash, long Sram, bool Float32, bool Int8)
{
    // The classes in which microcontrollers are sold: the flash is about four times the SRAM.
    private static readonly long[] s_sram = [64 << 10, 128 << 10, 256 << 10, 512 << 10, 1 << 20];

    /// <summary>The classes of microcontrollers, from 256 KiB of flash with 64 KiB of SRAM to 4 MiB with 1 MiB.</summary>
    public static IReadOnlyList<MemoryFit> Of(DeviceCost cost) => [.. s_sram.Select(sram => Of(cost, 4 * sram, sram))];

    private static MemoryFit Of(DeviceCost cost, long flash, long sram) => new(
        flash, sram,
        cost.WeightBytesFloat32 <= flash && sizeof(float) * cost.PeakActivations <= sram,
        cost.WeightBytesInt8 <= flash && cost.PeakActivations <= sram);
}
