using System.Diagnostics;
using System.Security.Cryptography;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Sas;
using Distill.Tests.Support;
using Xunit;

[assembly: AssemblyFixture(typeof(Distill.Acceptance.Servers.AzuriteServer))]

namespace Distill.Acceptance.Servers;

/// <summary>
/// Azure's blob storage on this machine: Azurite on a port that was free, with its data in a folder of its own. It starts
/// with the first test that asks and ends with the last one.
/// </summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    private const string ProgramVariable = "DISTILL_TEST_AZURITE";
    private const string Account = "devstoreaccount1";

    /// <summary>The emulator's key, which is printed in its manual.</summary>
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private const string Listening = "successfully listens on ";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Lazy<Task<string>> _endpoint;
    private readonly TemporaryFolder _data = new();
    private Process? _process;

    public AzuriteServer() => _endpoint = new(StartAsync);

    /// <summary>Whether there is one to start.</summary>
    public static bool IsInstalled => File.Exists(Environment.GetEnvironmentVariable(ProgramVariable));

    /// <summary>The address of a store of its own, as a user would give it; the calling test is skipped where there is no Azurite.</summary>
    public async Task<string> StoreAsync(string? container = null)
    {
        Assert.SkipUnless(
            IsInstalled,
            $"Needs Azurite: ./test installs it where there is npm, or {ProgramVariable} names the program azurite-blob.");
        return $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint={await _endpoint.Value}/{Account};"
            + $"Container={container ?? $"test-{RandomNumberGenerator.GetHexString(12, lowercase: true)}"}";
    }

    /// <summary>The address of a store below a prefix of a container that exists, with a signature in the place of the key.</summary>
    public async Task<string> SignedAsync(string container, string prefix)
    {
        var client = new BlobContainerClient(new Uri($"{await _endpoint.Value}/{Account}/{container}"), new StorageSharedKeyCredential(Account, Key));
        var signed = new UriBuilder(client.GenerateSasUri(BlobContainerSasPermissions.All, TimeProvider.System.GetUtcNow().AddHours(1)));
        signed.Path += $"/{prefix}";
        return signed.Uri.AbsoluteUri;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        _data.Dispose();
    }

    private async Task<string> StartAsync()
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable(ProgramVariable)!,
            ["--blobHost", "127.0.0.1", "--blobPort", "0", "--location", _data.Path, "--silent", "--skipApiVersionCheck", "--disableTelemetry"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
        var said = new List<string>();
        using var limit = new CancellationTokenSource(s_patience);
        while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            said.Add(line);
            if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            {
                // Nobody reads on by hand, and a full pipe would stop it.
                _process.BeginErrorReadLine();
                _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return line[(at + Listening.Length)..].Trim();
            }
        }

        throw new InvalidOperationException($"Azurite did not start: {string.Join(' ', said)} {await _process.StandardError.ReadToEndAsync(CancellationToken.None)}");
    }
}
