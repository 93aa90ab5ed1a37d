using System.Security.Cryptography;
using Azure.Storage.Blobs;
using Distill.Acceptance.Servers;
using Distill.Artifacts;
using Distill.Benchmarks.Table;
using Distill.Pipeline.Storage;

namespace Distill.Benchmarks.Storage;

/// <summary>Writing and reading artifacts of 16 MB: in a folder beside the file system alone, and in blobs (Azurite, where it is installed) beside Azure's client alone.</summary>
internal static class StoreMeasurements
{
    private const int Bytes = 16 << 20;
    private const string Path = "models/model";

    public static async IAsyncEnumerable<Measurement> RunAsync(Effort effort)
    {
        var content = RandomNumberGenerator.GetBytes(Bytes);
        var folder = Directory.CreateTempSubdirectory("distill-benchmark-");
        var file = System.IO.Path.Combine(folder.FullName, "bare");
        foreach (var line in Lines("a folder", "the file system alone", effort, StoreAddress.Open(folder.FullName, TimeProvider.System), content, () => File.WriteAllBytes(file, content), () => File.ReadAllBytes(file)))
        {
            yield return line;
        }

        folder.Delete(recursive: true);
        if (AzuriteServer.IsInstalled)
        {
            await using var server = new AzuriteServer();
            var address = await server.StoreAsync();
            var container = new BlobContainerClient(address[..address.LastIndexOf(';')], "bare");
            await container.CreateAsync();
            var blob = container.GetBlobClient(Path);
            foreach (var line in Lines("blobs (Azurite)", "Azure.Storage.Blobs alone", effort, StoreAddress.Open(address, TimeProvider.System), content,
                () => blob.Upload(BinaryData.FromBytes(content), overwrite: true), () => blob.DownloadContent()))
            {
                yield return line;
            }
        }
    }

    private static IEnumerable<Measurement> Lines(string where, string peer, Effort effort, IArtifactStore store, byte[] content, Action write, Action read)
    {
        var times = Figures.InTurn(
            effort.Rounds,
            () => Repeated(() => store.WriteAsync(Path, content, CancellationToken.None).GetAwaiter().GetResult()),
            () => Repeated(write),
            () => Repeated(() => store.ReadAsync(Path, CancellationToken.None).GetAwaiter().GetResult()),
            () => Repeated(read));
        double[] rates = [.. times.Select(milliseconds => Bytes / milliseconds / 1e3)];
        yield return new($"store, write to {where}, with SHA-256", rates[0], "MB/s", peer, rates[1]);
        yield return new($"store, read from {where}, with SHA-256", rates[2], "MB/s", peer, rates[3]);

        double[] Repeated(Action call) => [.. Enumerable.Range(0, effort.Steps).Select(_ => Figures.Milliseconds(call))];
    }
}
