using Distill.Acceptance.Chaos.Faults;
using Distill.Pipeline.LabelStreams;
using Xunit;

namespace Distill.Acceptance.Chaos;

/// <summary>Messages and labels that come twice, in another order, damaged, or not at all.</summary>
[Collection(ChaosTests.Name)]
public sealed class MessageFaultTests(ChaosWorld world)
{
    private const int Seed = 5;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_message_and_every_frame_may_come_twice_and_in_another_order()
    {
        await using var scene = (await world.SceneAsync("everything twice and shuffled", Ct)).Impatient();
        await using var repeater = await Repeater.StartAsync(scene.Broker, scene.Expected.Fingerprint, Seed, Ct);
        scene.StartOneOfEach();
        scene.StartOneOfEach();
        await scene.SubmitAsync();

        await scene.UntilAsync("the job has reported", async () => await scene.Store.ReadAsync($"jobs/{ChaosJob.Name}/report.json", Ct) is not null);
        scene.Note($"{repeater.Repeated} messages and frames repeated");
        await scene.FinishesAsync(mayRepeat: true);
        Assert.True(repeater.Repeated > 100, $"only {repeater.Repeated} messages were repeated");
    }

    [Fact]
    public async Task A_chunk_that_is_damaged_on_its_way_is_taught_again()
    {
        await using var scene = (await world.SceneAsync("one chunk corrupted in flight", Ct)).Impatient();
        await using var flipper = new BitFlipper(scene.Broker.Port);
        scene.Teacher(by: scene.Broker with { Port = flipper.Port });
        scene.Student();
        await scene.SubmitAsync();

        await scene.FinishesAsync(mayRepeat: true);
        Assert.True(flipper.HasFlipped);
    }

    [Fact]
    public async Task A_stream_that_is_trimmed_and_deleted_is_filled_again()
    {
        await using var scene = (await world.SceneAsync("stream trimmed and deleted", Ct)).Impatient();
        var stream = LabelStream.NameOf(scene.Expected.Fingerprint);
        await using var connection = await scene.Broker.ConnectionFactory("trimmer").CreateConnectionAsync(Ct);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Ct);
        var tiny = new Dictionary<string, object?> { ["x-queue-type"] = "stream", ["x-max-length-bytes"] = 20_000, ["x-stream-max-segment-size-bytes"] = 10_000 };
        await channel.QueueDeclareAsync(stream, durable: true, exclusive: false, autoDelete: false, tiny, cancellationToken: Ct);
        scene.Teacher();
        await scene.SubmitAsync();
        // Nobody reads while labels are made, so those of the first chunks are gone before anybody can.
        var first = scene.Student("step-trained:20");
        await scene.CrashesAsync(first, "step-trained:20");
        await channel.QueueDeleteAsync(stream, ifUnused: false, ifEmpty: false, cancellationToken: Ct);
        scene.Note("stream of 20 KB at most, deleted in the middle");
        scene.Student();

        await scene.FinishesAsync(mayRepeat: true);
    }
}
