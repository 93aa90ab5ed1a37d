using System.Net;
using System.Net.ServerSentEvents;
using Xunit;

namespace Distill.Tests.Server;

/// <summary>Reads server-sent events, one after another.</summary>
internal sealed class StreamReading : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>> _events;

    public StreamReading(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        _response = response;
        _events = Read(response).GetAsyncEnumerator(TestContext.Current.CancellationToken);
    }

    /// <summary>The next event, or the next one of a kind.</summary>
    public async Task<Event> NextAsync(string? name = null)
    {
        while (await _events.MoveNextAsync())
        {
            if (name is null || _events.Current.EventType == name)
            {
                return new Event(_events.Current.EventType, _events.Current.EventId, _events.Current.Data);
            }
        }

        throw new InvalidOperationException($"The stream ended before there was an event \"{name}\".");
    }

    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync();
        _response.Dispose();
    }

    private static async IAsyncEnumerable<SseItem<string>> Read(HttpResponseMessage response)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(TestContext.Current.CancellationToken))
        {
            yield return item;
        }
    }

    internal sealed record Event(string Name, string? Id, string Data);
}
