using Distill.Acceptance.Servers;
using Distill.Pipeline.LabelStreams;
using Distill.Pipeline.Messaging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Xunit;

namespace Distill.Acceptance.Labels;

public sealed class StreamLabelLogTests(SharedRabbitMq shared)
{
    private const int TwoMegabytes = 2_000_000;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(10_000)]
    [InlineData(TwoMegabytes)]
    public async Task Chunks_of_any_size_come_back_with_their_worker_to_a_reader_that_waits_and_to_one_that_comes_later(int length)
    {
        await using var logs = new StreamLogs((await shared.GetAsync(Ct)).Address);
        var (early, late) = (logs.Open(), logs.Open());
        var waiting = logs.ReadAsync(early, 6, Ct);

        // Two teachers at once, so that the frames of their chunks lie between each other.
        await Task.WhenAll(Enumerable.Range(0, 2).Select(async view =>
        {
            var teacher = logs.Open($"teacher-{view}");
            await Task.WhenAll(Enumerable.Range(0, 3).Select(chunk => teacher.AppendAsync(logs.Set, view, chunk, StreamLogs.Bytes(view, chunk, length), Ct)));
        }));

        var entries = await waiting;
        Assert.All(entries, entry => Assert.Equal(StreamLogs.Bytes(entry.View, entry.Chunk, length), entry.Bytes.ToArray()));
        Assert.All(entries, entry => Assert.Equal(($"teacher-{entry.View}", null), (entry.Worker, entry.Corrupt)));
        var again = await logs.ReadAsync(late, 6, Ct);
        Assert.Equal(entries.Select(entry => (entry.View, entry.Chunk, entry.Sha256)), again.Select(entry => (entry.View, entry.Chunk, entry.Sha256)));
        Assert.Equal(6, await late.TailAsync(logs.Set, Ct));
        Assert.Empty(Directory.EnumerateFileSystemEntries(logs.Folder));
    }

    [Fact]
    public async Task A_damaged_message_is_told_and_the_rest_is_read()
    {
        var address = (await shared.GetAsync(Ct)).Address;
        await using var logs = new StreamLogs(address);
        var log = logs.Open();
        await log.AppendAsync(logs.Set, 0, 0, new byte[10], Ct);
        var frame = new byte[LabelStreamFrame.Overhead + 3];
        new LabelStreamFrame(5, 6, 7, "broken-1", 0, 1, 0, 3).Write(frame, logs.Set.Fingerprint, [1, 2, 3]);
        frame[LabelStreamFrame.HeaderBytes] ^= 1;
        await PublishAsync(address, LabelStream.NameOf(logs.Set.Fingerprint), frame);
        await PublishAsync(address, LabelStream.NameOf(logs.Set.Fingerprint), "not a frame"u8.ToArray());
        await log.AppendAsync(logs.Set, 0, 1, new byte[10], Ct);

        var entries = await logs.ReadAsync(log, 4, Ct);

        Assert.Equal([(0, 0, "tester"), (5, 6, "broken-1"), (-1, -1, null), (0, 1, "tester")], entries.Select(entry => (entry.View, entry.Chunk, entry.Worker)));
        Assert.Equal([true, false, false, true], entries.Select(entry => entry.Corrupt is null));
    }

    [Fact]
    public async Task A_stream_that_an_operator_made_with_a_limit_is_used_and_read_on_after_it_was_trimmed()
    {
        var address = (await shared.GetAsync(Ct)).Address;
        await using var logs = new StreamLogs(address);
        var stream = LabelStream.NameOf(logs.Set.Fingerprint);
        await WithChannelAsync(address, channel => channel.QueueDeclareAsync(stream, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?>
        {
            ["x-queue-type"] = "stream",
            ["x-max-length-bytes"] = 4_000_000L,
            ["x-stream-max-segment-size-bytes"] = 1_000_000L,
        }, cancellationToken: Ct));
        var (teacher, early) = (logs.Open(), logs.Open());
        await teacher.AppendAsync(logs.Set, 0, 0, StreamLogs.Bytes(0, 0, TwoMegabytes), Ct);
        Assert.Single(await logs.ReadAsync(early, 1, Ct));
        for (var chunk = 1; chunk < 20; chunk++)
        {
            await teacher.AppendAsync(logs.Set, 0, chunk, StreamLogs.Bytes(0, chunk, TwoMegabytes), Ct);
        }

        // One who read in time has all of them; one who comes too late has what is left, and whole chunks only.
        Assert.Equal(20, (await logs.ReadAsync(early, 20, Ct)).Count);
        var late = logs.Open();
        var left = await late.TailAsync(logs.Set, Ct);
        var entries = await logs.ReadAsync(late, (int)left, Ct);
        Assert.InRange(left, 1, 19);
        Assert.All(entries, entry => Assert.Equal(StreamLogs.Bytes(0, entry.Chunk, TwoMegabytes), entry.Bytes.ToArray()));
        Assert.Equal(19, entries[^1].Chunk);
    }

    [Fact]
    public async Task A_reader_goes_on_when_its_stream_is_deleted_and_filled_anew()
    {
        await using var logs = new StreamLogs((await shared.GetAsync(Ct)).Address);
        var (teacher, reader) = (logs.Open(), logs.Open());
        await teacher.AppendAsync(logs.Set, 0, 0, new byte[1], Ct);
        var reading = logs.ReadAsync(reader, 3, Ct);
        Assert.Single(await logs.ReadAsync(reader, 1, Ct));

        await teacher.ReleaseAsync(logs.Set, Ct);
        await teacher.AppendAsync(logs.Set, 0, 1, new byte[2], Ct);
        await teacher.AppendAsync(logs.Set, 0, 2, new byte[3], Ct);

        Assert.Equal([0, 1, 2], (await reading).Select(entry => entry.Chunk));
        Assert.Equal(3, await reader.TailAsync(logs.Set, Ct));
        Assert.Equal(2, await logs.Open().TailAsync(logs.Set, Ct));
    }

    [Fact]
    public async Task A_stream_that_nobody_reads_is_gone_once_it_is_deleted_and_may_be_deleted_twice()
    {
        var address = (await shared.GetAsync(Ct)).Address;
        await using var logs = new StreamLogs(address);
        var log = logs.Open();
        await log.AppendAsync(logs.Set, 0, 0, new byte[1], Ct);
        Assert.Equal(1, await log.TailAsync(logs.Set, Ct));

        await log.ReleaseAsync(logs.Set, Ct);
        await log.ReleaseAsync(logs.Set, Ct);

        await Assert.ThrowsAsync<OperationInterruptedException>(
            () => WithChannelAsync(address, channel => channel.QueueDeclarePassiveAsync(LabelStream.NameOf(logs.Set.Fingerprint), Ct)));
    }

    [Fact]
    public async Task An_append_that_is_given_up_disturbs_no_other()
    {
        await using var logs = new StreamLogs((await shared.GetAsync(Ct)).Address);
        var log = logs.Open();
        using var given = new CancellationTokenSource();

        var up = log.AppendAsync(logs.Set, 0, 0, new byte[TwoMegabytes], given.Token);
        await given.CancelAsync();
        await log.AppendAsync(logs.Set, 0, 1, new byte[TwoMegabytes], Ct);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => up);
        Assert.Equal(1, (await logs.ReadAsync(log, 1, Ct))[0].Chunk);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Host_1")]
    public async Task A_worker_has_an_id_that_fits_into_names(string worker)
    {
        await using var logs = new StreamLogs(BrokerAddress.Parse("amqp://localhost"));

        Assert.Throws<ArgumentException>(() => logs.Open(worker));
    }

    private static Task PublishAsync(BrokerAddress address, string stream, byte[] body) =>
        WithChannelAsync(address, async channel => await channel.BasicPublishAsync("", stream, mandatory: true, body, Ct));

    private static async Task WithChannelAsync(BrokerAddress address, Func<IChannel, Task> action)
    {
        await using var connection = await address.ConnectionFactory("test").CreateConnectionAsync(Ct);
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), Ct);
        await action(channel);
    }
}
