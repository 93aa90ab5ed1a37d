using System.Globalization;

namespace Distill.Devices;

/// <summary>The energy counter of a processor package, which Linux offers on bare x86 machines and mostly to root only.</summary>
/// <param name="folder">The counter's folder, such as <c>/sys/class/powercap/intel-rapl:0</c>.</param>
public sealed class EnergyCounter(string folder)
{
    private const string Root = "/sys/class/powercap";
    private const string Energy = "energy_uj";

    /// <summary>What reports call this way of measuring.</summary>
    public string Method { get; } = $"package counter {Path.GetFileName(folder)}, idle power subtracted";

    /// <summary>The first counter of this machine that may be read; null in virtual machines, on ARM boards, and where only root may.</summary>
    public static EnergyCounter? Find(string root = Root) =>
        Directory.Exists(root)
            ? Directory.EnumerateDirectories(root, "intel-rapl:*").Order(StringComparer.Ordinal).Where(IsReadable).Select(folder => new EnergyCounter(folder)).FirstOrDefault()
            : null;

    /// <summary>Microjoules since some moment in the past, modulo <see cref="Range"/>.</summary>
    public long Read() => Number(Energy);

    /// <summary>Microjoules between two readings, which lie less than one turn of the counter apart.</summary>
    public long Between(long before, long after) => after >= before ? after - before : after - before + Range();

    private long Range() => Number("max_energy_range_uj");

    private long Number(string file) => long.Parse(File.ReadAllText(Path.Combine(folder, file)).Trim(), CultureInfo.InvariantCulture);

    private static bool IsReadable(string folder)
    {
        try
        {
            File.ReadAllText(Path.Combine(folder, Energy));
            return true;
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
