using System.Collections.Concurrent;
using System.Net.Http.Json;
using Distill.Pipeline.Alerts;
using Distill.Pipeline.Jobs;

namespace Distill.Server.Feeds;

/// <summary>Passes alerts on as they come: to those who look at the list, and to the addresses that an operator has named, no others.</summary>
internal sealed class AlertDesk(IReadOnlyList<Uri> webhooks, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = s_patience };
    private readonly DateTimeOffset _since = time.GetUtcNow();
    private readonly ConcurrentDictionary<(string Job, DateTimeOffset Time, string Sentence), bool> _told = [];

    /// <summary>Called with every alert that is raised while this server is there.</summary>
    public event Action<string, JobEvent>? Raised;

    /// <summary>What could not be told to a webhook, for the operator.</summary>
    public event Action<string>? Failed;

    /// <summary>Looks at an event of a job.</summary>
    /// <returns>Completes when all addresses have been told.</returns>
    public Task NoteAsync(string job, JobEvent happened)
    {
        // What was raised before was told by whoever was there then; a job that is followed once more tells all of its events again.
        if (happened.Kind != AlertBook.EventKind || happened.Time < _since || !_told.TryAdd((job, happened.Time, happened.Sentence), true))
        {
            return Task.CompletedTask;
        }

        Raised?.Invoke(job, happened);
        return Task.WhenAll(webhooks.Select(address => TellAsync(address, job, happened)));
    }

    public void Dispose() => _client.Dispose();

    private async Task TellAsync(Uri address, string job, JobEvent happened)
    {
        try
        {
            using var answer = await _client.PostAsJsonAsync(address, new { job, alert = happened.Data?.GetValueOrDefault(AlertBook.EventKind), text = $"{job}: {happened.Sentence}", time = happened.Time });
            answer.EnsureSuccessStatusCode();
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or OperationCanceledException)
        {
            Failed?.Invoke($"The webhook {address.Host} was not told of an alert of {job}: {unreachable.Message}");
        }
    }
}
