using System.Text;
using System.Text.Json;
using Distill.Artifacts;
using Distill.Reports;

namespace Distill.Server;

/// <summary>The jobs of a store, read from it at every question: the store is the only memory.</summary>
internal sealed class JobCatalog(IArtifactStore store)
{
    private const string Prefix = "jobs/";

    /// <summary>The names of all jobs, in ordinal order.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(CancellationToken ct)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var path in store.ListAsync(Prefix, ct))
        {
            var end = path.IndexOf('/', Prefix.Length);
            if (end > 0)
            {
                names.Add(path[Prefix.Length..end]);
            }
        }

        return [.. names];
    }

    /// <summary>The job's <c>state.json</c>, as the pipeline wrote it; null when there is no such job.</summary>
    /// <exception cref="ReportProblemException">What is stored is not JSON.</exception>
    public async Task<JsonElement?> StateAsync(string job, CancellationToken ct)
    {
        if (await ReadAsync(job, "state.json", ct) is not { } text)
        {
            return null;
        }

        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException problem)
        {
            throw new ReportProblemException($"{store.Describe(PathOf(job, "state.json"))}:{problem.LineNumber + 1}  is not JSON: run the job again to have it written anew.", problem);
        }
    }

    /// <summary>The job's report; null when there is no such job, or it has none yet.</summary>
    /// <exception cref="ReportProblemException">What is stored is not a report.</exception>
    public async Task<JobReport?> ReportAsync(string job, CancellationToken ct) =>
        await ReadAsync(job, "report.json", ct) is { } text ? ReportJson.Read(text, store.Describe(PathOf(job, "report.json"))) : null;

    private async Task<string?> ReadAsync(string job, string file, CancellationToken ct) =>
        IsName(job) && await store.ReadAsync(PathOf(job, file), ct) is { } stored ? Encoding.UTF8.GetString(stored.Content.Span) : null;

    private static string PathOf(string job, string file) => $"{Prefix}{job}/{file}";

    // A name is a DNS label, so no name can lead out of its folder.
    private static bool IsName(string job) => job.Length is > 0 and <= 63 && job.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
