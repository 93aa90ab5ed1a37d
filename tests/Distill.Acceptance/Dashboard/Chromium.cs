using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace Distill.Acceptance.Dashboard;

/// <summary>Debian's Chromium without a window, driven by its own DevTools protocol.</summary>
internal sealed class Chromium : IDisposable
{
    private const string Program = "/usr/bin/chromium";
    private const string Listening = "DevTools listening on ";

    private readonly string _profile;
    private readonly HttpClient _client = new();
    private readonly Process _process;

    private Chromium(Process process, string profile) => (_process, _profile) = (process, profile);

    /// <summary>Why a test that needs it is skipped; null where it is there.</summary>
    public static string? Missing => File.Exists(Program) ? null : "There is no Chromium: ./test installs it from Debian.";

    public static async Task<Chromium> StartAsync(CancellationToken ct)
    {
        var profile = Directory.CreateTempSubdirectory("distill-chromium-").FullName;
        var process = Process.Start(new ProcessStartInfo(Program,
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars", "--remote-debugging-address=127.0.0.1",
            "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank",
        ])
        { RedirectStandardError = true })!;
        var chromium = new Chromium(process, profile);
        while (await process.StandardError.ReadLineAsync(ct) is { } line)
        {
            if (line.StartsWith(Listening, StringComparison.Ordinal))
            {
                chromium._client.BaseAddress = new Uri($"http://{new Uri(line[Listening.Length..]).Authority}");
                // Nobody reads on by hand, and a full pipe would stop it.
                _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return chromium;
            }
        }

        throw new InvalidOperationException($"Chromium ended with code {process.ExitCode} before it listened.");
    }

    /// <summary>A new tab.</summary>
    public async Task<Page> OpenAsync(string url, int width, int height, bool isDark, CancellationToken ct)
    {
        using var made = await _client.PutAsync("/json/new?about:blank", content: null, ct);
        var target = await made.Content.ReadFromJsonAsync<JsonElement>(ct);
        return await Page.ConnectAsync(new Uri(target.GetProperty("webSocketDebuggerUrl").GetString()!), url, width, height, isDark, ct);
    }

    public void Dispose()
    {
        _client.Dispose();
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_profile, recursive: true);
    }
}
