using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Distill.Acceptance.Messaging;
using Distill.Acceptance.Servers;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Acceptance.Dashboard;

/// <summary>The pictures of docs/images: every page wide and narrow, light and dark, over a broker, two workers and jobs that were really run.</summary>
public sealed class PictureTests(SharedRabbitMq broker)
{
    private const string First = "brisk-otter-7", Second = "calm-heron-8", Running = "quiet-lynx-3";
    private const int Lowest = 600, Highest = 1800;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static readonly (string Name, string Path, string Seen)[] s_pages =
    [
        ("jobs", "/jobs", "document.querySelectorAll('tr[data-job]').length === 3 && document.querySelectorAll('tr[data-job] svg').length > 2"),
        ("job", $"/jobs/{First}", "document.querySelectorAll('.chart path.line').length > 10 && document.querySelectorAll('.files tbody tr').length > 2"),
        ("compare", $"/compare?jobs={First},{Second}", "document.querySelectorAll('.charts .chart:not([hidden]) path.line').length >= 4"),
        ("workers", "/workers", $"document.querySelector('.workers')?.innerText.includes('{Running} trains') && document.querySelectorAll('.failures tbody tr').length === 1"),
        ("labels", "/labels", "document.querySelectorAll('article.set').length > 0"),
        ("launch", "/launch", "document.querySelector('.cost h2')?.textContent.startsWith('About')"),
    ];

    [Fact(Explicit = true)]
    public async Task Every_page_has_its_four_pictures()
    {
        var address = await (await broker.GetAsync(Stop)).AddVirtualHostAsync("pictures", Stop);
        await using var connection = await address.ConnectionFactory("test").CreateConnectionAsync(Stop);
        await using var channel = await FailedMessages.PutAsync(connection, 1, Stop, "Cannot write jobs/job-1/report.json, because of this: No space left on device; put that right and run again.");
        using var files = new TemporaryFolder();
        var url = $"http://127.0.0.1:{FreePort.Several(1)[0]}";
        using var server = Process(files, address.Describe, "server", "--urls", url);
        using var teacher = Process(files, address.Describe, "worker", "teacher");
        using var student = Process(files, address.Describe, "worker", "student");
        Assert.True(await server.SeesAsync(line => line.Contains("Ctrl-C", StringComparison.Ordinal), Stop), server.Latest);
        using var chromium = await Chromium.StartAsync(Stop);

        await SubmitAsync(url, Job(First));
        await using (var page = await chromium.OpenAsync(url + $"/jobs/{First}", 1280, 900, isDark: false, Stop))
        {
            await FinishedAsync(page);
            await SubmitAsync(url, Job(Second).Replace("dscnn_12_24_32", "dscnn_16_32_64", StringComparison.Ordinal));
            await page.GoAsync(url + $"/jobs/{Second}", Stop);
            await FinishedAsync(page);
            await SubmitAsync(url, Job(Running).Replace("epochs: 24", "epochs: 2000", StringComparison.Ordinal));
            await page.GoAsync(url + $"/jobs/{Running}", Stop);
            await page.SeesAsync("document.querySelectorAll('.chart path.line').length > 3", Stop);
        }

        foreach (var isDark in new[] { false, true })
        {
            foreach (var (kind, width) in new[] { ("wide", 1280), ("narrow", 360) })
            {
                await using var page = await chromium.OpenAsync(url, width, Lowest, isDark, Stop);
                foreach (var (name, path, seen) in s_pages)
                {
                    await page.ResizeAsync(width, Lowest, Stop);
                    await page.GoAsync(url + path, Stop);
                    await page.SeesAsync($"location.pathname + location.search === '{path}' && ({seen})", Stop);
                    var whole = (await page.EvaluateAsync("document.documentElement.scrollHeight", Stop)).GetInt32();
                    await page.ResizeAsync(width, Math.Min(whole, Highest), Stop);
                    await File.WriteAllBytesAsync(Repository.PathOf("docs/images", $"{name}-{(isDark ? "dark" : "light")}-{kind}.png"), await page.PictureAsync(Stop), Stop);
                }

                Assert.Empty(page.Complaints);
            }
        }
    }

    private static string Job(string name) => File.ReadAllText(Repository.PathOf("src/Distill/Jobs/Examples/digits.yaml"))
        .Replace("name: digits", $"name: {name}", StringComparison.Ordinal)
        .Replace("seeds: [1, 2, 3, 4, 5]", "seeds: [1, 2, 3, 4, 5]\nexport: [safetensors, onnx, onnx-int8]", StringComparison.Ordinal);

    private static Task FinishedAsync(Page page) => page.SeesAsync("document.querySelector('.head .state')?.textContent === 'finished'", Stop);

    private static async Task SubmitAsync(string url, string yaml)
    {
        using var client = new HttpClient();
        (await client.PostAsJsonAsync($"{url}/api/v1/jobs", new JsonObject { ["yaml"] = yaml }, Stop)).EnsureSuccessStatusCode();
    }

    private static DistillProcess Process(TemporaryFolder files, string broker, params string[] arguments) => new(
        files.File("store"), new Dictionary<string, string> { ["DISTILL__Broker"] = broker, ["DISTILL__Cache"] = files.File("cache") }, arguments);
}
