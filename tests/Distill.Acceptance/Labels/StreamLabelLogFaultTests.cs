using Distill.Acceptance.Servers;
using Distill.Labels;
using Xunit;

namespace Distill.Acceptance.Labels;

/// <summary>What the label log makes of a broker that is killed, wiped, frozen or full. The tests leave the broker running.</summary>
public sealed class StreamLabelLogFaultTests(StreamLabelLogFaultTests.Victim victim) : IClassFixture<StreamLabelLogFaultTests.Victim>, IAsyncLifetime
{
    private const int Length = 300_000;
    private RabbitMqServer _server = null!;
    private StreamLogs _logs = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = victim.Server ??= await RabbitMqServer.StartAsync(Ct);
        _logs = new(_server.Address);
    }

    public async ValueTask DisposeAsync() => await (_logs?.DisposeAsync() ?? ValueTask.CompletedTask);

    [Fact]
    public async Task Nothing_that_was_confirmed_is_lost_when_the_broker_is_killed_while_appending_and_reading()
    {
        const int Chunks = 300;
        var (teacher, early, late) = (_logs.Open(), _logs.Open(), _logs.Open());
        await teacher.AppendAsync(_logs.Set, 0, 0, StreamLogs.Bytes(0, 0, Length), Ct);
        await _server.FlushDeclarationsAsync(Ct);
        var reading = _logs.ReadAsync(early, Chunks, Ct);
        var confirmed = new Milestones(50, 150);
        var appending = Task.WhenAll(Enumerable.Range(0, 3).Select(lane => Task.Run(
            async () =>
            {
                for (var chunk = lane; chunk < Chunks; chunk += 3)
                {
                    await teacher.AppendAsync(_logs.Set, 0, chunk, StreamLogs.Bytes(0, chunk, Length), Ct);
                    confirmed.Count();
                }
            },
            Ct)));

        for (var kill = 0; kill < 2; kill++)
        {
            await confirmed.Reached[kill];
            await _server.KillAsync(Ct);
            await _server.StartAgainAsync(Ct);
        }

        await appending;
        var entries = await reading;
        Assert.All(entries, entry => Assert.Null(entry.Corrupt));
        Assert.All(entries, entry => Assert.Equal(StreamLogs.Bytes(0, entry.Chunk, Length), entry.Bytes.ToArray()));
        var again = await _logs.ReadAsync(late, Chunks, Ct);
        Assert.Equal(First(entries), First(again));
        Assert.Equal(await early.TailAsync(_logs.Set, Ct), await late.TailAsync(_logs.Set, Ct));
    }

    [Fact]
    public async Task A_reader_keeps_what_it_has_and_goes_on_when_the_broker_has_lost_everything()
    {
        var (teacher, reader) = (_logs.Open(), _logs.Open());
        for (var chunk = 0; chunk < 5; chunk++)
        {
            await teacher.AppendAsync(_logs.Set, 0, chunk, StreamLogs.Bytes(0, chunk, Length), Ct);
        }

        Assert.Equal(5, await reader.TailAsync(_logs.Set, Ct));
        await _server.WipeAsync(Ct);
        var asked = reader.TailAsync(_logs.Set, Ct);
        await teacher.AppendAsync(_logs.Set, 0, 5, StreamLogs.Bytes(0, 5, Length), Ct);

        Assert.Equal([0, 1, 2, 3, 4, 5], (await _logs.ReadAsync(reader, 6, Ct)).Select(entry => entry.Chunk));
        Assert.InRange(await asked, 5, 6);
        Assert.Equal(6, await reader.TailAsync(_logs.Set, Ct));
    }

    [Fact]
    public async Task A_broker_that_has_no_room_and_one_that_is_frozen_only_delay()
    {
        var log = _logs.Open();
        await log.AppendAsync(_logs.Set, 0, 0, StreamLogs.Bytes(0, 0, Length), Ct);
        await _server.ControlAsync(Ct, "set_disk_free_limit", "1000000GB");
        var blocked = Enumerable.Range(1, 100).Select(chunk => log.AppendAsync(_logs.Set, 0, chunk, StreamLogs.Bytes(0, chunk, Length), Ct)).ToList();

        // Asked after the alarm, so the answer proves that the broker takes nothing; reading goes on.
        await _server.ControlAsync(Ct, "list_queues");
        Assert.Contains(blocked, append => !append.IsCompleted);
        Assert.NotEmpty(await _logs.ReadAsync(log, 1, Ct));
        await _server.SignalAsync("STOP", Ct);
        await _server.SignalAsync("CONT", Ct);
        await _server.ControlAsync(Ct, "set_disk_free_limit", "1MB");

        await Task.WhenAll(blocked);
        Assert.Equal(101, (await _logs.ReadAsync(log, 101, Ct)).Select(entry => entry.Chunk).Distinct().Count());
    }

    [Fact]
    public async Task Appends_and_readers_that_start_before_the_broker_wait_for_it()
    {
        await _server.StopAsync(Ct);
        var (teacher, reader) = (_logs.Open(), _logs.Open());
        var append = teacher.AppendAsync(_logs.Set, 1, 0, new byte[10], Ct);
        var reading = _logs.ReadAsync(reader, 1, Ct);

        await _server.StartAgainAsync(Ct);

        await append;
        Assert.Equal(1, (await reading)[0].View);
    }

    private static Dictionary<int, string> First(IEnumerable<LabelLogEntry> entries) =>
        entries.GroupBy(entry => entry.Chunk).ToDictionary(chunk => chunk.Key, chunk => chunk.MinBy(entry => entry.Offset)!.Sha256);

    /// <summary>A broker of this class alone.</summary>
    public sealed class Victim : IAsyncDisposable
    {
        internal RabbitMqServer? Server { get; set; }

        public async ValueTask DisposeAsync() => await (Server?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private sealed class Milestones(params int[] counts)
    {
        private readonly TaskCompletionSource[] _reached = [.. counts.Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
        private int _count;

        public Task[] Reached => [.. _reached.Select(one => one.Task)];

        public void Count()
        {
            if (Array.IndexOf(counts, Interlocked.Increment(ref _count)) is >= 0 and var milestone)
            {
                _reached[milestone].SetResult();
            }
        }
    }
}
