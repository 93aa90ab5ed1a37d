using System.Net.Http.Json;

namespace Distill.Acceptance.Dashboard;

/// <summary><c>distill up</c> as a process of its own on a free port, with a store of its own, and a browser before it.</summary>
internal sealed class DashboardWorld : IAsyncDisposable
{
    private readonly SmallJob? _files;
    private readonly DistillProcess _up;
    private readonly HttpClient _client = new();

    private DashboardWorld(Chromium chromium, SmallJob? files, string store, DistillProcess up, string address)
    {
        (Browser, _files, Store, _up, Address) = (chromium, files, store, up, address);
        _client.BaseAddress = new Uri(address);
    }

    public Chromium Browser { get; }

    public string Address { get; }

    public string Store { get; }

    /// <summary>A job of a few seconds.</summary>
    public static string Yaml(string name, int epochs = 4) => $$"""
        version: 1
        name: {{name}}
        dataset: { kind: digits, augment: [{ kind: translate, pixels: 1 }] }
        teacher: { network: cnn_8_12, minimum_accuracy: 0, training: { epochs: 2, batch_size: 32, threads: 1, precision: float32 } }
        labels: { views: 2, chunk: 256, batch: 32 }
        student: cnn_4_8
        training: { epochs: {{epochs}}, batch_size: 32, threads: 1, precision: float32, segment_steps: 90 }
        """;

    public static Task<DashboardWorld> StartAsync(CancellationToken ct)
    {
        var files = new SmallJob();
        return StartAsync(files, files.Store("up"), ct);
    }

    /// <summary>Starts over a store that is the test's.</summary>
    public static Task<DashboardWorld> StartAsync(string store, CancellationToken ct, params string[] options) => StartAsync(files: null, store, ct, options);

    private static async Task<DashboardWorld> StartAsync(SmallJob? files, string store, CancellationToken ct, params string[] options)
    {
        var port = Servers.FreePort.Several(1)[0];
        var up = new DistillProcess(store, ["up", "--port", $"{port}", .. options]);
        if (!await up.SeesAsync(line => line.Contains("Ctrl-C", StringComparison.Ordinal), ct))
        {
            throw new InvalidOperationException($"distill up ended: {up.Latest}");
        }

        return new DashboardWorld(await Chromium.StartAsync(ct), files, store, up, $"http://127.0.0.1:{port}");
    }

    public Task<Page> OpenAsync(string path, CancellationToken ct, int width = 1280, int height = 900, bool isDark = false) =>
        Browser.OpenAsync(Address + path, width, height, isDark, ct);

    /// <summary>Submits a job as a program would.</summary>
    public async Task SubmitAsync(string yaml, CancellationToken ct) => (await _client.PostAsJsonAsync("/api/v1/jobs", new { yaml }, ct)).EnsureSuccessStatusCode();

    public async Task PostAsync(string path, CancellationToken ct) => (await _client.PostAsync(path, content: null, ct)).EnsureSuccessStatusCode();

    public Task<byte[]> BytesAsync(string path, CancellationToken ct) => _client.GetByteArrayAsync(path, ct);

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        _client.Dispose();
        await _up.KillAsync(CancellationToken.None);
        _up.Dispose();
        _files?.Dispose();
    }
}
