using System.Buffers;
using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Distill.Acceptance.Dashboard;

/// <summary>A tab: what a person does in it, and what they see. Every wait is for something to be seen, and ends in time.</summary>
internal sealed class Page : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);

    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _asked = new();
    private readonly CancellationTokenSource _closed = new();
    private readonly SemaphoreSlim _sending = new(1);
    private Task _reading = Task.CompletedTask;
    private int _last;

    private Page()
    {
    }

    /// <summary>What the page complained about: exceptions, and errors that it wrote to its console.</summary>
    public ConcurrentQueue<string> Complaints { get; } = [];

    public static async Task<Page> ConnectAsync(Uri address, string url, int width, int height, bool isDark, CancellationToken ct)
    {
        var page = new Page();
        await page._socket.ConnectAsync(address, ct);
        page._reading = Task.Run(page.ReadAsync, ct);
        foreach (var domain in new[] { "Page.enable", "Runtime.enable", "Log.enable" })
        {
            await page.AskAsync(domain, new JsonObject(), ct);
        }

        // Work, and not the time for which others have the processor.
        await page.AskAsync("Performance.enable", new JsonObject { ["timeDomain"] = "threadTicks" }, ct);

        await page.ResizeAsync(width, height, ct);
        await page.AskAsync("Emulation.setEmulatedMedia", new JsonObject
        {
            ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = isDark ? "dark" : "light" }),
        }, ct);
        await page.GoAsync(url, ct);
        return page;
    }

    public Task ResizeAsync(int width, int height, CancellationToken ct) => AskAsync(
        "Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = false }, ct);

    public Task GoAsync(string url, CancellationToken ct) => AskAsync("Page.navigate", new JsonObject { ["url"] = url }, ct);

    /// <summary>The value of an expression of the page; promises are awaited.</summary>
    public async Task<JsonElement> EvaluateAsync(string expression, CancellationToken ct)
    {
        var answer = await AskAsync("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["awaitPromise"] = true, ["returnByValue"] = true, ["userGesture"] = true }, ct);
        return answer.TryGetProperty("exceptionDetails", out var problem)
            ? throw new InvalidOperationException($"{expression}: {problem}")
            : answer.GetProperty("result").TryGetProperty("value", out var value) ? value : default;
    }

    /// <summary>Waits until an expression is true of the page.</summary>
    public async Task SeesAsync(string condition, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(s_patience);
        using var look = new PeriodicTimer(s_look);
        try
        {
            do
            {
                if (await HoldsAsync(condition, patience.Token))
                {
                    return;
                }
            }
            while (await look.WaitForNextTickAsync(patience.Token));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"In vain the page was watched for: {condition}\nIt shows: {await EvaluateAsync("document.body.innerText.slice(0, 3000)", ct)}\n{string.Join('\n', Complaints)}");
        }
    }

    /// <summary>Presses what a selector finds; with words, the first such element that has them.</summary>
    public async Task PressAsync(string selector, string words, CancellationToken ct)
    {
        var found = $"[...document.querySelectorAll({JsonSerializer.Serialize(selector)})].find(e => e.textContent.includes({JsonSerializer.Serialize(words)}) && !e.disabled)";
        await SeesAsync($"!!{found}", ct);
        await EvaluateAsync($"{found}.click()", ct);
    }

    /// <summary>A picture of what is seen, as PNG.</summary>
    public async Task<byte[]> PictureAsync(CancellationToken ct) =>
        (await AskAsync("Page.captureScreenshot", new JsonObject { ["format"] = "png" }, ct)).GetProperty("data").GetBytesFromBase64();

    /// <summary>What the page's main thread has worked since the page was opened.</summary>
    public async Task<TimeSpan> WorkAsync(CancellationToken ct) => TimeSpan.FromSeconds(
        (await AskAsync("Performance.getMetrics", new JsonObject(), ct)).GetProperty("metrics").EnumerateArray().Single(metric => metric.GetProperty("name").GetString() == "TaskDuration").GetProperty("value").GetDouble());

    public async Task<JsonElement> AskAsync(string method, JsonObject parameters, CancellationToken ct)
    {
        var number = Interlocked.Increment(ref _last);
        var answer = _asked[number] = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        var request = JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["id"] = number, ["method"] = method, ["params"] = parameters });
        await _sending.WaitAsync(ct);
        try
        {
            await _socket.SendAsync(request, WebSocketMessageType.Text, endOfMessage: true, ct);
        }
        finally
        {
            _sending.Release();
        }

        return await answer.Task.WaitAsync(s_patience, ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _reading;
        _socket.Dispose();
        _sending.Dispose();
        _closed.Dispose();
    }

    // A page that is just being replaced by another one has no answer; it is asked again.
    private async Task<bool> HoldsAsync(string condition, CancellationToken ct)
    {
        try
        {
            return (await EvaluateAsync($"!!({condition})", ct)).ValueKind == JsonValueKind.True;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private async Task ReadAsync()
    {
        var message = new ArrayBufferWriter<byte>(1 << 20);
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(message.GetMemory(1 << 16), _closed.Token);
                message.Advance(part.Count);
                if (part.EndOfMessage)
                {
                    Handle(JsonElement.Parse(message.WrittenSpan));
                    message.ResetWrittenCount();
                }
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or WebSocketException)
        {
            foreach (var waiting in _asked.Values)
            {
                waiting.TrySetException(ended);
            }
        }
    }

    private void Handle(JsonElement message)
    {
        if (message.TryGetProperty("id", out var number) && _asked.TryRemove(number.GetInt32(), out var waiting))
        {
            if (message.TryGetProperty("error", out var error))
            {
                waiting.SetException(new InvalidOperationException(error.ToString()));
            }
            else
            {
                waiting.SetResult(message.GetProperty("result"));
            }
        }
        else if (message.TryGetProperty("method", out var method) && (method.GetString() == "Runtime.exceptionThrown"
            || (method.GetString() == "Log.entryAdded" && message.GetProperty("params").GetProperty("entry").GetProperty("level").GetString() == "error")))
        {
            Complaints.Enqueue(message.GetProperty("params").ToString());
        }
    }
}
