using Distill.Pipeline;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;
using Distill.Tests.Pipeline;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Distill.Tests.Messaging;

/// <summary>What somebody who can write into a queue cannot do.</summary>
public sealed class HostileMessageTests : IDisposable
{
    private static readonly string s_set = new('a', 64);

    private readonly TinyJob _tiny = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> BadNames => ["../x", "a/b", "", "..", "/etc", "a\\b", "a\nb", "A", new string('a', 300)];

    public void Dispose() => _tiny.Dispose();

    [Theory]
    [MemberData(nameof(BadNames))]
    public void Names_that_are_no_names_are_refused(string name)
    {
        Assert.All(
            new IJobMessage[]
            {
                new PrepareJob(name), new PrepareLabels(name), new FinishJob(name), new TrainSegment("tiny", name, 0), new TeachChunk("tiny", name, 0, 0),
                new VerifyChunk("tiny", name, 0, 0, s_set, "w", 0), new VerifyChunk("tiny", s_set, 0, 0, name, "w", 0),
            },
            message => Assert.Throws<BadMessageException>(() => MessageRules.Check(message)));
        Assert.Throws<BadMessageException>(() => MessageRules.Check(new WorkerQuarantined(name, "w")));
    }

    [Fact]
    public void Numbers_below_zero_and_members_that_are_not_there_are_refused()
    {
        Assert.All(
            new IJobMessage[]
            {
                new PrepareJob(null!), new TrainSegment("tiny", null!, 0), new TrainSegment("tiny", "student", -1), new FillLabels("tiny", -1),
                new TeachChunk("tiny", null!, 0, 0), new TeachChunk("tiny", s_set, -1, 0), new TeachChunk("tiny", s_set, 0, -1),
                new VerifyChunk("tiny", s_set, 0, 0, null!, "w", 0), new VerifyChunk("tiny", s_set, 0, 0, s_set, null!, 0),
                new VerifyChunk("tiny", s_set, 0, 0, s_set, "a/b", 0), new VerifyChunk("tiny", s_set, 0, 0, s_set, "w", -1),
            },
            message => Assert.Throws<BadMessageException>(() => MessageRules.Check(message)));
    }

    [Fact]
    public void What_workers_send_is_let_through()
    {
        MessageRules.Check(new PrepareJob("tiny"));
        MessageRules.Check(new TrainSegment("tiny", "narrow-baseline-2", 3));
        MessageRules.Check(new VerifyChunk("tiny", s_set, 1, 2, s_set, "host-12-ab3f", 50));
    }

    [Fact]
    public void A_long_value_is_shown_in_part() =>
        Assert.InRange(Assert.Throws<BadMessageException>(() => MessageRules.Check(new PrepareJob(new string('a', 300)))).Message.Length, 50, 200);

    [Fact]
    public async Task Hostile_messages_end_in_the_error_queue_and_neither_the_store_nor_the_worker_notices()
    {
        await using var host = await _tiny.StartAsync();
        var name = await host.SubmitAsync(TinyJob.Read(["name=tiny", "teacher.minimum_accuracy=0.999"]), TinyJob.Yaml, Ct);
        await host.FollowAsync(name, Ct).LastAsync(Ct);
        // Not final, so that only the values stand between a message and the store.
        var jobs = host.Services.GetRequiredService<JobStore>();
        await jobs.UpdateAsync("tiny", record => record with { State = Distill.Jobs.JobState.Learning, Failure = null, Ended = null }, Ct);
        var set = Path.GetFileName(Directory.GetDirectories(_tiny.PathOf("labels")).Single());
        var before = Files();
        var refusals = new Refusals(11);
        host.Services.GetRequiredService<IBusControl>().ConnectReceiveObserver(refusals);

        await SendAsync(host, new PrepareJob("../x"));
        await SendAsync(host, new PrepareJob(new string('a', 300)));
        await SendAsync(host, new PrepareLabels("a/b"));
        await SendAsync(host, new TrainSegment("tiny", "../../x", 0));
        await SendAsync(host, new TrainSegment("tiny", "nobody", 0));
        await SendAsync(host, new TrainSegment("tiny", "student", -5));
        await SendAsync(host, new TeachChunk("tiny", "../../../x", 0, 0));
        await SendAsync(host, new TeachChunk("tiny", set, -1, 0));
        await SendAsync(host, new VerifyChunk("tiny", set, 0, 0, "../x", "../y", 0));
        await SendAsync(host, new FillLabels("../x", 0));
        await SendAsync(host, new FinishJob("a/b"));
        await refusals.All.WaitAsync(Ct);

        Assert.All(refusals.Kinds, kind => Assert.Equal(typeof(BadMessageException), kind));
        Assert.Equal(before, Files());
        Assert.Equal(Distill.Jobs.JobState.Learning, (await jobs.FindAsync("tiny", Ct))!.State);
        await jobs.UpdateAsync("tiny", record => record with { State = Distill.Jobs.JobState.Cancelled }, Ct);
        var next = await host.SubmitAsync(TinyJob.Read(["name=next"]), TinyJob.Yaml, Ct);
        Assert.Equal(Distill.Jobs.JobState.Finished, (await host.FollowAsync(next, Ct).LastAsync(Ct)).State);
    }

    private static Task SendAsync<T>(DistillHost host, T message)
        where T : class, IJobMessage =>
        host.Services.GetRequiredService<CommandSender>().SendAsync(message, Routes.Any, JobPriority.Normal, QueueName.Version, Ct);

    private string[] Files() => [.. Directory.GetFiles(Path.Combine(_tiny.Store, ".."), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private sealed class Refusals(int expected) : IReceiveObserver
    {
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<Type> Kinds { get; } = [];

        public Task All => _all.Task;

        public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

        public Task PostReceive(ReceiveContext context) => Task.CompletedTask;

        public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
            where T : class => Task.CompletedTask;

        public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
            where T : class
        {
            lock (Kinds)
            {
                Kinds.Add(exception.GetBaseException().GetType());
                if (Kinds.Count == expected)
                {
                    _all.SetResult();
                }
            }
            return Task.CompletedTask;
        }

        public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;
    }
}
