using System.Globalization;
using Distill.Acceptance.Chaos;
using Distill.Acceptance.Servers;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Storage;
using Xunit;

namespace Distill.Acceptance.Trust;

public sealed class FaultyTeacherTests(SharedRabbitMq broker)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(4);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_teacher_that_flips_one_bit_in_every_third_chunk_is_quarantined_and_the_student_is_the_undisturbed_one()
    {
        using var job = new SmallJob();
        using (var undisturbed = job.Run("undisturbed"))
        {
            Assert.Equal(0, (await undisturbed.EndAsync(Ct)).Code);
        }
        var server = await broker.GetAsync(Ct);
        var address = (await server.AddVirtualHostAsync("faulty-teacher", Ct)).Describe;
        using var student = Start("student", "worker", "student");
        using var bad = Start("bad", "worker", "teacher", "--slots", "1", "--verify", "1.0");
        using var good = Start("good", "worker", "teacher", "--slots", "1", "--verify", "1.0");
        await Task.WhenAll(ReadyAsync(student), ReadyAsync(bad), ReadyAsync(good));
        var faulty = bad.Progress[^1].Split(' ')[1];

        using var submit = Start("submit", "submit", job.File);
        await Deadline.UntilAsync(
            "the job ends", () => Task.FromResult(submit.HasExited),
            () => Task.FromResult(string.Join("\n--\n", new[] { submit, student, bad, good }.Select(process => process.Latest))), s_patience, Ct);
        var (code, _) = await submit.EndAsync(Ct);

        Assert.True(code == 0, string.Join('\n', submit.Progress));
        var quarantined = Directory.GetFiles(Path.Combine(job.Store("shared"), "labels"), "*.json", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(Path.GetDirectoryName(path)) == "quarantine");
        Assert.Equal([faulty], quarantined.Select(path => Path.GetFileNameWithoutExtension(path)));
        using var store = new FolderStore(job.Store("shared"));
        var events = await new JobEvents(new JobStore(store), "reader", TimeProvider.System).ListAsync("small", Ct).ToListAsync(Ct);
        var happened = Assert.Single(events, happened => happened.Kind == "quarantined");
        Assert.StartsWith($"The worker {faulty} teaches these labels no more, because ", happened.Sentence, StringComparison.Ordinal);
        Assert.Equal(1, (await bad.EndAsync(Ct)).Code);
        Assert.Contains(bad.Progress, line => line.Contains("are withdrawn, because", StringComparison.Ordinal));
        Assert.Equal(job.Student("undisturbed"), job.Student("shared"));
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join('\n', events.Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.Time:O} {e.Kind} {e.Sentence}"))));

        DistillProcess Start(string name, params string[] arguments) => new(
            job.Store("shared"),
            new Dictionary<string, string>
            {
                ["DISTILL__Broker"] = address,
                ["DISTILL__Cache"] = job.Store($"cache-{name}"),
                ["DISTILL_FAULT_AT"] = name == "bad" ? "flip-label:3" : "",
            },
            arguments);
    }

    private static async Task ReadyAsync(DistillProcess worker) =>
        Assert.True(await worker.SeesAsync(line => line.Contains(" takes work from ", StringComparison.Ordinal), Ct), string.Join('\n', worker.Progress));
}
