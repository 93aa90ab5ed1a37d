using Distill.Labels;
using Distill.Pipeline;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;
using Distill.Pipeline.Workers;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Distill.Tests.Pipeline;

/// <summary>One worker that checks chunks which another one says it has published.</summary>
public sealed class VerificationTests : IDisposable
{
    private const string Other = "other-7-abcd";

    private readonly TinyJob _tiny = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public async Task A_chunk_of_the_same_bits_is_held_against_nobody()
    {
        await using var host = await TaughtAsync(_ => false);

        await CheckAsync(host, flip: false);

        Assert.Empty(await QuarantinedAsync(host));
        Assert.False(host.Broken.IsCompleted);
    }

    [Fact]
    public async Task A_worker_that_published_another_bit_is_quarantined_with_an_event()
    {
        await using var host = await TaughtAsync(_ => false);

        await CheckAsync(host, flip: true);

        Assert.Equal([Other], await QuarantinedAsync(host));
        Assert.False(host.Broken.IsCompleted);
        var happened = await EventAsync(host);
        Assert.Equal(
            $"The worker {Other} teaches these labels no more, because {host.Id} got other bits for view 1, chunk 2, twice the same, and passed the test of itself; all that it has taught is withdrawn and taught again.",
            happened.Sentence);
        Assert.Equal(Other, happened.Data!["worker"]);
    }

    [Fact]
    public async Task A_worker_that_cannot_repeat_its_own_result_quarantines_itself_and_ends()
    {
        await using var host = await TaughtAsync(taught => taught == 0);

        await CheckAsync(host, flip: false);

        Assert.Equal([host.Id], await QuarantinedAsync(host));
        var (sentence, isQuarantined) = await host.Broken;
        Assert.True(isQuarantined);
        Assert.EndsWith("because it could not repeat its own results for view 1, chunk 2; test this machine's memory and processor before it teaches again.", sentence, StringComparison.Ordinal);
        Assert.Contains("could not repeat its own", (await EventAsync(host)).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_is_always_wrong_finds_out_by_the_reference_answers()
    {
        await using var host = await TaughtAsync(_ => true);
        var reference = Directory.GetFiles(_tiny.PathOf("labels"), "reference.labels", SearchOption.AllDirectories).Single();
        var (record, job, set) = await JobAsync(host);
        var test = job.Dataset.Test;
        var testSet = set with { Dataset = test.Digest, Samples = test.Count, ChunkSize = test.Count };
        await File.WriteAllBytesAsync(reference, FlippingTeacher.Flipped(testSet, await File.ReadAllBytesAsync(reference, Ct)), Ct);

        await CheckAsync(host, flip: false);

        Assert.Equal([host.Id], await QuarantinedAsync(host));
        Assert.Equal("tiny", record.Name);
    }

    [Fact]
    public async Task A_message_about_a_worker_itself_is_dropped_where_nobody_else_teaches()
    {
        await using var host = await TaughtAsync(_ => true);

        await CheckAsync(host, flip: true, worker: host.Id);

        Assert.Empty(await QuarantinedAsync(host));
    }

    [Fact]
    public async Task A_view_or_a_chunk_that_the_job_has_not_is_refused()
    {
        await using var host = await TaughtAsync(_ => true);
        var (record, _, set) = await JobAsync(host);
        var verification = host.Services.GetRequiredService<Verification>();

        foreach (var (view, chunk) in new[] { (2, 0), (0, 6), (int.MaxValue, int.MaxValue) })
        {
            await Assert.ThrowsAsync<BadMessageException>(() => verification.CheckAsync(
                record, new VerifyChunk("tiny", set.Fingerprint, view, chunk, new string('a', 64), Other, Passes: 0), Ct));
        }
        Assert.Empty(await QuarantinedAsync(host));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0.01, 70, 130)]
    [InlineData(1, 10_000, 10_000)]
    public void The_sample_is_as_large_as_asked_for(double share, int least, int most) =>
        Assert.InRange(Enumerable.Range(0, 10_000).Count(chunk => VerificationSample.IsIn(new string('a', 64), chunk % 7, chunk, share)), least, most);

    private static async Task<(JobRecord Record, OpenJob Job, LabelSet Set)> JobAsync(DistillHost host)
    {
        var record = (await host.Services.GetRequiredService<JobStore>().FindAsync("tiny", Ct))!;
        var open = host.Services.GetRequiredService<OpenJobs>();
        var job = await open.GetAsync(record, Ct);
        return (record, job, (await open.TeacherAsync(job, Ct))!.Value.Set);
    }

    private static async Task CheckAsync(DistillHost host, bool flip, string worker = Other)
    {
        var (record, _, set) = await JobAsync(host);
        var published = (await host.Services.GetRequiredService<LabelDesk>().Archive.ReadAsync(set, 1, 2, Ct))!;
        published = flip ? FlippingTeacher.Flipped(set, published) : published;
        await host.Services.GetRequiredService<Verification>().CheckAsync(
            record, new VerifyChunk("tiny", set.Fingerprint, 1, 2, JobStore.Hash(published), worker, Passes: 0), Ct);
    }

    private static async Task<IReadOnlySet<string>> QuarantinedAsync(DistillHost host) =>
        await host.Services.GetRequiredService<Quarantine>().DistrustedAsync((await JobAsync(host)).Set, Ct);

    private static async Task<JobEvent> EventAsync(DistillHost host) =>
        await host.Services.GetRequiredService<JobEvents>().ListAsync("tiny", Ct).SingleAsync(happened => happened.Kind == "quarantined", Ct);

    // A finished job, after which the teacher flips bits as the test says.
    private async Task<DistillHost> TaughtAsync(Func<int, bool> isFlipped)
    {
        var host = await _tiny.StartAsync(replace: services => FlippingTeacher.Replace(services, isFlipped));
        var name = await host.SubmitAsync(TinyJob.Read(), TinyJob.Yaml, Ct);
        await host.FollowAsync(name, Ct).LastAsync(Ct);
        ((FlippingTeacher)host.Services.GetRequiredService<IChunkTeacher>()).IsOn = true;
        return host;
    }
}
