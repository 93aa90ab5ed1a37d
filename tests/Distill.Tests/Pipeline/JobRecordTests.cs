using System.Text;
using Distill.Artifacts;
using Distill.Jobs;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Storage;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Pipeline;

public sealed class JobRecordTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FolderStore _store;

    public JobRecordTests() => _store = new FolderStore(_folder.Path);

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task Every_state_comes_back_as_it_was_stored(JobState state)
    {
        var record = Record with { State = state, Priority = JobPriority.High };

        await Jobs.CreateAsync(record, "yaml", "resolved", Ct);

        Assert.Equal(record, await Jobs.FindAsync(record.Name, Ct));
    }

    [Fact]
    public async Task A_finished_job_comes_back_with_what_came_of_it()
    {
        var students = new[] { new StudentOutcome("student", "cnn_4", 0.75, 0.5, "helped") { Curve = [0.25, 0.75] } };
        var record = Record with { State = JobState.Finished, Ended = DateTimeOffset.UnixEpoch, Alerts = ["slow"], Outcome = new JobOutcome("helped", "cnn_4", null, students) };
        await Jobs.CreateAsync(record, "yaml", "resolved", Ct);

        var found = Assert.Single(await Jobs.ListAsync(Ct).ToListAsync(Ct));

        Assert.Equal(JobStore.Serialize(record), JobStore.Serialize(found));
    }

    [Theory]
    [InlineData("\"asleep\"", "\"asleep\" is none of queued,")]
    [InlineData("3", "$.state")]
    public async Task A_state_that_nobody_knows_is_refused(string state, string reason)
    {
        var json = Encoding.UTF8.GetString(JobStore.Serialize(Record)).Replace("\"queued\"", state, StringComparison.Ordinal);
        await _store.WriteAsync(JobStore.StatePath(Record.Name), Encoding.UTF8.GetBytes(json), Ct);

        var refusal = await Assert.ThrowsAsync<StoreException>(async () => await Jobs.FindAsync(Record.Name, Ct));

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_without_them_has_the_defaults()
    {
        await _store.WriteAsync(
            JobStore.StatePath(Record.Name), Encoding.UTF8.GetBytes("""{ "name": "some-job", "content": "00", "state": "queued", "created": "1970-01-01T00:00:00+00:00" }"""), Ct);

        Assert.Equal(Record, await Jobs.FindAsync(Record.Name, Ct));
        Assert.Equal((1, JobPriority.Normal, 1), (Record.Version, Record.Priority, Record.Protocol));
    }

    public static TheoryData<JobState> States => [.. Enum.GetValues<JobState>()];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static JobRecord Record => new() { Name = "some-job", Content = "00", State = JobState.Queued, Created = DateTimeOffset.UnixEpoch };

    private JobStore Jobs => new(_store);
}
