using Distill.Jobs;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Storage;

namespace Distill.Benchmarks.Jobs;

/// <summary>A store full of jobs that wait.</summary>
internal static class QueuedJobs
{
    private const string Yaml = """
        version: 1
        name: queued
        dataset: { kind: digits }
        student: { network: cnn_4 }
        training: { epochs: 1 }
        """;

    public static Task FillAsync(string store, int jobs, CancellationToken cancel)
    {
        var records = new JobStore(StoreAddress.Open(store, TimeProvider.System));
        var resolved = JobWriter.Write(JobReader.Read(Yaml, "queued.yaml", []).Job!);
        return Parallel.ForEachAsync(Enumerable.Range(0, jobs), cancel, async (number, ct) => await records.CreateAsync(
            new JobRecord
            {
                Name = $"queued-{number}",
                Content = $"{number}",
                State = JobState.Queued,
                Created = DateTimeOffset.UnixEpoch.AddSeconds(number),
                IsShared = true,
            },
            Yaml, resolved, ct));
    }
}
