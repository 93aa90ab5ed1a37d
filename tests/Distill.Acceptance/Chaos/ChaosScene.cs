using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Distill.Artifacts;
using Distill.Pipeline.Messaging;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Acceptance.Chaos;

/// <summary>One scenario: a job over a broker and a store of its own, worked on by real processes, to which a test does what it likes.</summary>
/// <param name="title">What happens, for the log.</param>
/// <param name="broker">The broker.</param>
/// <param name="address">The store's address, as workers get it.</param>
/// <param name="store">The store, without whatever is put in the workers' way.</param>
/// <param name="expected">What the job must come to.</param>
/// <param name="log">Takes the scenario's line.</param>
internal sealed class ChaosScene(string title, BrokerAddress broker, string address, IArtifactStore store, Outcome expected, Func<string, Task> log) : IAsyncDisposable
{
    /// <summary>Longer than any scenario takes on a busy machine.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    /// <summary>A killed process ends so.</summary>
    public const int Killed = 137;

    private readonly TemporaryFolder _folder = new();
    private readonly List<(string Name, DistillProcess Process)> _workers = [];
    private readonly List<string> _events = [];
    private readonly long _begun = Stopwatch.GetTimestamp();
    private StepTap? _tap;
    private string _address = address;
    private string[] _patience = [];
    private string _streams = "keep";
    private int _kills;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The broker.</summary>
    public BrokerAddress Broker => broker;

    /// <summary>The store, without whatever is put in the workers' way.</summary>
    public IArtifactStore Store => store;

    /// <summary>What the job must come to.</summary>
    public Outcome Expected => expected;

    /// <summary>Workers that are alive.</summary>
    public IReadOnlyList<DistillProcess> Alive => [.. _workers.Select(worker => worker.Process).Where(process => !process.HasExited)];

    /// <summary>Starts a teacher with one slot.</summary>
    public DistillProcess Teacher(string? crashAt = null, BrokerAddress? by = null) => Start("teacher", ["worker", "teacher", "--slots", "1"], crashAt, by);

    /// <summary>Starts a student worker that, with one run at a time, repeats at most one segment when it dies.</summary>
    public DistillProcess Student(string? crashAt = null) => Start("student", ["worker", "student", "--runs", "1", .. _patience], crashAt, null);

    /// <summary>Starts a teacher and a student worker.</summary>
    public void StartOneOfEach()
    {
        Teacher();
        Student();
    }

    /// <summary>The same scenario with something between the workers and the store.</summary>
    public ChaosScene Through(string between)
    {
        _address = between;
        return this;
    }

    /// <summary>The same scenario with student workers that send for work again soon: for what is lost with a broker, which nothing else brings back.</summary>
    public ChaosScene Impatient()
    {
        _patience = ["--stale", "3"];
        return this;
    }

    /// <summary>The same scenario with streams of labels that go when their jobs have finished, as they do unless somebody wants to count what is in them.</summary>
    public ChaosScene Removing()
    {
        _streams = "remove";
        return this;
    }

    /// <summary>Starts another worker of the same kind.</summary>
    public DistillProcess Replace(DistillProcess dead) => _workers.First(worker => worker.Process == dead).Name.StartsWith('t') ? Teacher() : Student();

    /// <summary>Waits until workers take work.</summary>
    public async Task ReadyAsync(params IEnumerable<DistillProcess> workers)
    {
        foreach (var worker in workers)
        {
            await UntilAsync("all workers take work", () => Task.FromResult(worker.HasExited || worker.Latest.Contains("takes work from", StringComparison.Ordinal)));
            Assert.False(worker.HasExited, worker.Latest);
        }
    }

    /// <summary>Queues the job, and begins to count its segments.</summary>
    public async Task SubmitAsync(string? file = null)
    {
        _tap ??= await StepTap.OpenAsync(broker, Ct);
        var submit = new DistillProcess(_address, Environment(null, null), "submit", file ?? ChaosJob.Write(_folder.Path), "--detach");
        _workers.Add(("submit", submit));
        await UntilAsync("the job is queued", () => Task.FromResult(submit.HasExited));
        Assert.True((await submit.EndAsync(Ct)).Code == 0, submit.Latest);
    }

    /// <summary>Waits with evidence.</summary>
    public Task UntilAsync(string what, Func<Task<bool>> condition) => Deadline.UntilAsync(what, condition, EvidenceAsync, Patience, Ct);

    /// <summary>Waits until a run has done so many segments.</summary>
    public Task SegmentsAsync(string run, long count, string job = ChaosJob.Name) =>
        UntilAsync($"the {run} has done {count} segments", async () => await HeadAsync(run, job) is { } head && (long)head["segment"]! >= count);

    /// <summary>The head of a run.</summary>
    public Task<JsonNode?> HeadAsync(string run, string job = ChaosJob.Name) => Outcome.JsonAsync(store, $"jobs/{job}/runs/{run}/head.json", Ct);

    /// <summary>Waits until a worker has killed itself at its crash point.</summary>
    public async Task CrashesAsync(DistillProcess victim, string point)
    {
        await UntilAsync($"{point} is reached", () => Task.FromResult(victim.HasExited));
        Assert.Equal((point, Killed), (point, (await victim.EndAsync(Ct)).Code));
        Note($"killed at {point}");
        _kills++;
    }

    /// <summary>Kills a worker from outside.</summary>
    public async Task KillAsync(DistillProcess victim, string when)
    {
        await victim.KillAsync(Ct);
        Note($"{_workers.First(worker => worker.Process == victim).Name} killed {when}");
        _kills++;
    }

    /// <summary>Asks a worker to end, and waits until it has, in order.</summary>
    public async Task DrainsAsync(DistillProcess worker)
    {
        await worker.SignalAsync("TERM", Ct);
        await UntilAsync("a worker drains", () => Task.FromResult(worker.HasExited));
        Assert.True((await worker.EndAsync(Ct)).Code == 0, worker.Latest);
    }

    /// <summary>Has another student trained from the same labels, and gives its report's part about labels.</summary>
    public async Task<JsonNode> SecondAsync(string name, string student)
    {
        await SubmitAsync(ChaosJob.Write(_folder.Path, name, student));
        await UntilAsync("the second job ends", async () => (string?)(await Outcome.JsonAsync(store, $"states/{name}.json", Ct))?["state"] is "finished" or "failed");
        return (await Outcome.JsonAsync(store, $"jobs/{name}/report.json", Ct))!["labels"]!;
    }

    /// <summary>Writes a job file for another job.</summary>
    public string Write(string name, int labelSeed) => ChaosJob.Write(_folder.Path, name, labelSeed: labelSeed);

    /// <summary>Whether a job has ended; a failure fails the test.</summary>
    public async Task<bool> HasEndedAsync(string job)
    {
        var record = await Outcome.JsonAsync(store, $"states/{job}.json", Ct);
        Assert.True((string?)record?["state"] is not "failed", (string?)record?["failure"]);
        return (string?)record?["state"] is "finished";
    }

    /// <summary>Proves that a finished job came to what was expected.</summary>
    public async Task EqualsAsync(string job, Outcome wanted)
    {
        var outcome = await Outcome.ReadAsync(store, job, Ct);
        Assert.NotNull(outcome);
        Assert.Equal((wanted.Fingerprint, wanted.LabelsDigest), (outcome.Fingerprint, outcome.LabelsDigest));
        Assert.Equal(wanted.Files.OrderBy(file => file.Key), outcome.Files.OrderBy(file => file.Key));
    }

    /// <summary>Remembers something for the log.</summary>
    public void Note(string happened) => _events.Add(happened);

    /// <summary>Waits until the job has ended by itself, and proves what it came to.</summary>
    /// <param name="mayRepeat">Whether segments may be repeated and chunks taught twice for more reasons than kills.</param>
    public async Task FinishesAsync(bool mayRepeat = false)
    {
        var state = "";
        await UntilAsync("the job ends", async () =>
        {
            var record = await Outcome.JsonAsync(store, $"states/{ChaosJob.Name}.json", Ct);
            state = $"{record?["state"]} {record?["failure"]}".Trim();
            return state is not ("queued" or "preparing" or "teaching" or "learning" or "reporting" or "");
        });
        Assert.True(state == "finished", $"{state}\n{await EvidenceAsync()}");
        Outcome? outcome = null;
        await UntilAsync("all views are archived", async () => (outcome = await Outcome.ReadAsync(store, ChaosJob.Name, Ct)) is not null);
        var same = outcome!.Fingerprint == expected.Fingerprint && outcome.LabelsDigest == expected.LabelsDigest && outcome.Files.OrderBy(file => file.Key).SequenceEqual(expected.Files.OrderBy(file => file.Key));
        var (repeated, census) = (_tap!.Repeated, await LabelCensus.TakeAsync(broker, expected.Fingerprint, Ct));
        await log(string.Create(
            CultureInfo.InvariantCulture,
            $"{title}: {string.Join(", ", _events)}; {_kills} kills; segments repeated {repeated}; chunks in the stream {census.Chunks}, taught twice {census.Again}, corrupt {census.Corrupt}; same bytes: {(same ? "yes" : "NO")}; {Stopwatch.GetElapsedTime(_begun).TotalSeconds:0} s"));
        await EqualsAsync(ChaosJob.Name, expected);
        if (!mayRepeat)
        {
            // A student worker has a segment of one run in hand; a teacher of one slot has a chunk that is taught and one that is being confirmed.
            Assert.InRange(repeated, 0, _kills);
            Assert.InRange(census.Again, 0, 2 * _kills);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, process) in _workers)
        {
            process.Dispose();
        }

        if (_tap is not null)
        {
            await _tap.DisposeAsync();
        }

        (store as IDisposable)?.Dispose();
        _folder.Dispose();
    }

    private DistillProcess Start(string kind, string[] arguments, string? crashAt, BrokerAddress? by)
    {
        var process = new DistillProcess(_address, Environment(crashAt, by), arguments);
        _workers.Add(($"{kind} {_workers.Count(worker => worker.Name.StartsWith(kind, StringComparison.Ordinal)) + 1}", process));
        return process;
    }

    private Dictionary<string, string> Environment(string? crashAt, BrokerAddress? by) => new()
    {
        ["DISTILL__Broker"] = $"amqp://{broker.Host}:{(by ?? broker).Port}/{Uri.EscapeDataString(broker.VirtualHost)}",
        ["DISTILL__Cache"] = _folder.File("cache"),
        // What is in them is counted afterwards.
        ["DISTILL__Streams"] = _streams,
        ["DISTILL_CRASH_AT"] = crashAt ?? "",
    };

    private async Task<string> EvidenceAsync()
    {
        List<string> lines = [title, .. _events];
        lines.AddRange(_workers.Select(worker => $"{worker.Name} ({worker.Process.Id}{(worker.Process.HasExited ? ", ended" : "")}): {worker.Process.Latest}"));
        await foreach (var path in store.ListAsync($"jobs/{ChaosJob.Name}/events/", Ct))
        {
            var happened = await Outcome.JsonAsync(store, path, Ct);
            lines.Add($"{happened?["time"]} {happened?["worker"]}: {happened?["sentence"]}");
        }

        foreach (var document in new[] { $"states/{ChaosJob.Name}.json", $"labels/{expected.Fingerprint}/window.json" })
        {
            lines.Add($"{document}: {(await Outcome.JsonAsync(store, document, Ct))?.ToJsonString() ?? "none"}");
        }

        lines.Add($"now: {DateTimeOffset.UtcNow:O}");
        return string.Join('\n', lines);
    }
}
