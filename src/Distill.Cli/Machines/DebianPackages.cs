using System.ComponentModel;
using System.Diagnostics;

namespace Distill.Cli.Machines;

/// <summary>The Debian packages that Distill needs: which they are, which are there, and how the others get there.</summary>
internal static class DebianPackages
{
    // What a program needs that is built already; the other roles are for ./distill, ./test and ./distill bench --peers.
    private const string Role = "run";

    /// <summary>The list in infra/debian-packages.txt, from which ./distill installs too.</summary>
    public static IReadOnlyList<DebianPackage> Required { get; } = Read();

    /// <summary>Versions of the needed packages by name; those that are not installed are left out. Null where there is no dpkg.</summary>
    public static async Task<IReadOnlyDictionary<string, string>?> InstalledAsync(CancellationToken ct)
    {
        string[] arguments = ["--show", "--showformat", "${db:Status-Abbrev}|${Package}|${Version}\n", .. Required.Select(package => package.Name)];
        try
        {
            var start = new ProcessStartInfo("dpkg-query", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var dpkg = Process.Start(start)!;
            var complaints = dpkg.StandardError.ReadToEndAsync(ct);
            var listing = await dpkg.StandardOutput.ReadToEndAsync(ct);
            await complaints;
            await dpkg.WaitForExitAsync(ct);
            return listing.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split('|'))
                .Where(fields => fields[0].StartsWith("ii", StringComparison.Ordinal))
                .ToDictionary(fields => fields[1], fields => fields[2]);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>The command that installs packages, for a person or for <see cref="InstallAsync"/>.</summary>
    public static IReadOnlyList<string> InstallCommand(IEnumerable<string> packages)
    {
        IReadOnlyList<string> command = ["apt-get", "install", "-y", "--no-install-recommends", .. packages];
        return Environment.IsPrivilegedProcess ? command : ["sudo", .. command];
    }

    /// <summary>Runs a command whose output goes to stderr.</summary>
    /// <returns>Whether it succeeded.</returns>
    public static async Task<bool> InstallAsync(IReadOnlyList<string> command, TextWriter messages, CancellationToken ct)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        using var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync(ct) is { } line)
        {
            await messages.WriteLineAsync(line);
        }

        await process.WaitForExitAsync(ct);
        return process.ExitCode == 0;
    }

    private static List<DebianPackage> Read()
    {
        using var stream = typeof(DebianPackages).Assembly.GetManifestResourceStream("Distill.Cli.debian-packages.txt")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Where(fields => fields[0] == Role)
            .Select(fields => new DebianPackage(fields[1], fields[2]))];
    }
}
