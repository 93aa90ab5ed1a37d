using System.Runtime.InteropServices;
using Distill.Artifacts;
using Distill.Cli.Screens;
using Distill.Pipeline.Messaging;
using Distill.Pipeline.Storage;
using Distill.Tensors;

namespace Distill.Cli.Machines;

/// <summary>Looks at everything on this machine that a job depends on. Changes nothing.</summary>
internal static class Examination
{
    private const long RoomForAJob = 2L << 30;

    public static async Task<IReadOnlyList<Finding>> OfThisMachineAsync(Settings settings, TimeProvider time, CancellationToken ct) =>
    [
        new(".NET", FindingState.Ok, $"{RuntimeInformation.FrameworkDescription[".NET ".Length..]} on {RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}"),
        .. Packages(await DebianPackages.InstalledAsync(ct)),
        .. Numerics(),
        OnnxRuntimeLibrary.Examine(),
        Memory(),
        settings.Store.Folder is { } folder ? Store(folder) : await StoreAsync(settings.Store, time, ct),
        Disk(settings.Store.Folder ?? settings.Cache),
        .. settings.Broker is { } broker ? [await BrokerAsync(broker, ct)] : Array.Empty<Finding>(),
    ];

    internal static IEnumerable<Finding> Packages(IReadOnlyDictionary<string, string>? installed)
    {
        if (installed is null)
        {
            var needed = string.Join(", ", DebianPackages.Required.Select(package => package.Name));
            return [new Finding("packages", FindingState.Warning, "this is no Debian, so nothing is known about its packages", $"install what your system has for these: {needed}")];
        }

        return DebianPackages.Required.Select(package => Finding.Of(
            package.Name,
            installed.GetValueOrDefault(package.Name),
            $"not installed: {package.Purpose}",
            string.Join(' ', DebianPackages.InstallCommand([package.Name]))));
    }

    private static IEnumerable<Finding> Numerics()
    {
        try
        {
            NumericEnvironment.Prepare(Environment.ProcessorCount);
            var numerics = NumericEnvironment.Current("float32", Environment.ProcessorCount);
            return
            [
                new Finding("numerics", FindingState.Ok, $"class {numerics.Digest}, {numerics.Isa}"),
                new Finding("bfloat16", FindingState.Ok, (NumericEnvironment.HasFastBFloat16, NumericEnvironment.HasBFloat16) switch
                {
                    (true, _) => "fast: `precision: auto` trains in bfloat16",
                    (_, true) => "in hardware, but slower than float32 on this processor: `precision: auto` trains in float32",
                    _ => "not in hardware: `precision: auto` trains in float32",
                }),
            ];
        }
        catch (LibtorchMissingException missing)
        {
            return [new Finding("libtorch", FindingState.Missing, missing.Message, LibtorchMissingException.Remedy)];
        }
    }

    internal static Finding Store(string folder)
    {
        var existing = NearestFolder(folder);
        try
        {
            // The store itself is made by the first job; looking must not leave one behind.
            var probe = Path.Combine(existing, Path.GetRandomFileName());
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose))
            {
                return new Finding("store", FindingState.Ok, Path.GetFullPath(folder));
            }
        }
        catch (Exception refusal) when (refusal is UnauthorizedAccessException or IOException)
        {
            return new Finding("store", FindingState.Missing, $"{existing} cannot be written: {refusal.Message}", "choose another folder with --store, or make this one writable");
        }
    }

    // Asks for something that is never there: the store has to be reached and to know us for a plain "no".
    private static async Task<Finding> StoreAsync(StoreAddress address, TimeProvider time, CancellationToken ct)
    {
        try
        {
            await address.Open(time, patience: TimeSpan.FromSeconds(5)).ReadAsync("doctor/probe", ct);
            return new Finding("store", FindingState.Ok, $"{address}");
        }
        catch (StoreException refusal)
        {
            return new Finding("store", FindingState.Missing, refusal.Message, "mend that, or choose another store with --store");
        }
    }

    private static async Task<Finding> BrokerAsync(BrokerAddress broker, CancellationToken ct)
    {
        try
        {
            return new Finding("broker", FindingState.Ok, $"{broker}, {await broker.GreetAsync(ct)}");
        }
        catch (BrokerAddressException refusal)
        {
            return new Finding("broker", FindingState.Missing, refusal.Message, "start it, or set DISTILL__Broker to where it is");
        }
    }

    private static Finding Disk(string folder)
    {
        var free = new DriveInfo(NearestFolder(folder)).AvailableFreeSpace;
        return free < RoomForAJob
            ? new Finding("disk", FindingState.Warning, $"{Figures.Bytes(free)} free", "make room, or choose another disk with --store")
            : new Finding("disk", FindingState.Ok, $"{Figures.Bytes(free)} free");
    }

    private static string NearestFolder(string folder)
    {
        var nearest = Path.GetFullPath(folder);
        while (!Path.Exists(nearest))
        {
            nearest = Path.GetDirectoryName(nearest)!;
        }

        return nearest;
    }

    private static Finding Memory()
    {
        var total = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var detail = $"{Figures.Bytes(total)} for {Figures.Of(Environment.ProcessorCount, "processor")}";
        return total < RoomForAJob
            ? new Finding("memory", FindingState.Warning, detail, "small jobs only: choose a smaller batch_size")
            : new Finding("memory", FindingState.Ok, detail);
    }
}
