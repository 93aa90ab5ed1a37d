using Distill.Labels;
using Distill.Pipeline.Messaging;
using Microsoft.Extensions.Logging;

namespace Distill.Pipeline.LabelStreams;

/// <summary>
/// A label log in RabbitMQ, one stream per label set. A broker that is away only delays: appends wait until it has confirmed them,
/// readers go on where they were.
/// </summary>
/// <remarks>
/// Teachers only append; the first question of a reader starts a mirror, which copies complete chunks of the set's stream to the local disk.
/// Offsets are places in that mirror and mean nothing to another process. Where a chunk stands is decided by the frame that completed it.
/// </remarks>
public sealed class StreamLabelLog : ILabelLog, IAsyncDisposable
{
    private readonly BrokerConnection _reading;
    private readonly BrokerConnection _appending;
    private readonly LabelStreamPublisher _publisher;
    private readonly LabelMirrors _mirrors;

    /// <summary>Connects at the first append or question.</summary>
    /// <param name="address">The broker.</param>
    /// <param name="worker">Who this is: at most 64 of a-z, 0-9 and -.</param>
    /// <param name="folder">Where what is read is kept while this process lives.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Told of interruptions.</param>
    public StreamLabelLog(BrokerAddress address, string worker, string folder, TimeProvider time, ILogger<StreamLabelLog> log)
    {
        if (worker.Length is 0 or > LabelStreamFrame.LongestWorker || !worker.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-'))
        {
            throw new ArgumentException($"A worker's id has 1 to {LabelStreamFrame.LongestWorker} of a-z, 0-9 and -; '{worker}' has not.", nameof(worker));
        }

        _reading = new(address, $"distill {worker}: reading labels");
        _appending = new(address, $"distill {worker}: appending labels");
        _publisher = new(_appending, worker, time, log);
        _mirrors = new((fingerprint, isRead) => new(fingerprint, folder, _reading, _publisher, isRead, time, log), time);
    }

    /// <inheritdoc/>
    public Task AppendAsync(LabelSet set, int view, int chunk, ReadOnlyMemory<byte> bytes, CancellationToken ct) =>
        _publisher.AppendAsync(set.Fingerprint, view, chunk, bytes, ct);

    /// <inheritdoc/>
    public IAsyncEnumerable<LabelLogEntry> ReadAsync(LabelSet set, long fromOffset, CancellationToken ct) =>
        _mirrors.ReadAsync(set.Fingerprint, fromOffset, ct);

    /// <inheritdoc/>
    public Task<long> TailAsync(LabelSet set, CancellationToken ct) => _mirrors.TailAsync(set.Fingerprint, ct);

    /// <summary>Removes the set's stream; nothing happens where there is none.</summary>
    /// <remarks>A process that still reads the set makes an empty stream in its place; one that has done so does not.</remarks>
    public async Task ReleaseAsync(LabelSet set, CancellationToken ct)
    {
        await _mirrors.CloseUnusedAsync(set.Fingerprint);
        await LabelStream.DeleteAsync(await _reading.GetAsync(ct), LabelStream.NameOf(set.Fingerprint), ct);
    }

    /// <summary>Ends the connections; appends that the broker has not confirmed are given up.</summary>
    public async ValueTask DisposeAsync()
    {
        await _mirrors.DisposeAsync();
        await _publisher.DisposeAsync();
        await _reading.DisposeAsync();
        await _appending.DisposeAsync();
    }
}
