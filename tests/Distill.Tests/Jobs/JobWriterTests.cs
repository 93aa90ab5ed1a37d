using System.Text.Json;
using Distill.Jobs;
using Distill.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Distill.Tests.Jobs;

public sealed class JobWriterTests
{
    [Fact]
    public void Whatever_job_is_written_reads_back_as_the_same() => Prop.ForAll(SomeJobs.Any, job =>
    {
        var reading = JobReader.Read(JobWriter.Write(job), "job.yaml", []);
        Assert.Empty(reading.Problems);
        Assert.Equal(Everything(job), Everything(reading.Job!));
    }).CheckQuietly();

    [Fact]
    public void Whatever_job_is_written_is_written_the_same_again() => Prop.ForAll(SomeJobs.Any, job =>
    {
        var text = JobWriter.Write(job);
        return text == JobWriter.Write(JobReader.Read(text, "job.yaml", []).Job!);
    }).CheckQuietly();

    [Fact]
    public void The_resolved_job_states_every_value() => Approved.Verify(JobWriter.Write(CifarJob([]).Job!), "jobs.resolved");

    [Fact]
    public void Every_value_tells_where_it_comes_from() =>
        Approved.Verify(JobWriter.WriteWithOrigins(CifarJob(["training.epochs=3", "student.width=0.5"])), "jobs.origins");

    private static JobReading CifarJob(string[] overrides) => JobReader.Open(Repository.PathOf("jobs", "cifar10.yaml"), overrides);

    /// <summary>Records with lists compare by reference; their JSON holds every value.</summary>
    private static string Everything(JobSpec job) => JsonSerializer.Serialize(job);
}
