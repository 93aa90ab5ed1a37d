using System.Security.Cryptography;
using Distill.Labels;
using Distill.Pipeline.LabelStreams;
using Distill.Pipeline.Messaging;
using Distill.Tests.Labels;
using Microsoft.Extensions.Logging.Abstractions;

namespace Distill.Acceptance.Labels;

/// <summary>Label logs of one test over one broker, each as a process of its own would have it.</summary>
internal sealed class StreamLogs(BrokerAddress address) : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("distill-spill-");
    private readonly List<StreamLabelLog> _logs = [];

    /// <summary>A label set that no other test uses.</summary>
    public LabelSet Set { get; } = SomeLabels.Set with { Seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) };

    /// <summary>Where mirrors keep what they read.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Some bytes that follow from view and chunk, and do not compress.</summary>
    public static byte[] Bytes(int view, int chunk, int length)
    {
        var bytes = new byte[length];
        new Random((view * 1000) + chunk).NextBytes(bytes);
        return bytes;
    }

    public StreamLabelLog Open(string worker = "tester")
    {
        var log = new StreamLabelLog(address, worker, Folder, TimeProvider.System, NullLogger<StreamLabelLog>.Instance);
        lock (_logs)
        {
            _logs.Add(log);
        }

        return log;
    }

    /// <summary>Reads until so many different chunks have been seen.</summary>
    public async Task<List<LabelLogEntry>> ReadAsync(ILabelLog log, int chunks, CancellationToken ct)
    {
        List<LabelLogEntry> entries = [];
        HashSet<(int, int)> seen = [];
        await foreach (var entry in log.ReadAsync(Set, 0, ct))
        {
            entries.Add(entry);
            seen.Add((entry.View, entry.Chunk));
            if (seen.Count == chunks)
            {
                break;
            }
        }

        return entries;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var log in _logs)
        {
            await log.DisposeAsync();
        }

        _folder.Delete();
    }
}
