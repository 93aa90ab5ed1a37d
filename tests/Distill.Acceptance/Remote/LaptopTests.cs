using System.Net.ServerSentEvents;
using System.Text.Json;
using Distill.Acceptance.Servers;
using Distill.Tests.Data;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Acceptance.Remote;

/// <summary>A laptop with nothing but a server's address and a token; the broker, the store and the workers are on the server's side.</summary>
public sealed class LaptopTests(SharedRabbitMq broker)
{
    private const string Job = "shapes";
    private const int Side = 8;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_whose_data_only_the_laptop_has_is_done_by_workers_elsewhere_and_gives_the_same_bytes()
    {
        using var laptop = new TemporaryFolder();
        using var there = new TemporaryFolder();
        var address = (await (await broker.GetAsync(Ct)).AddVirtualHostAsync("laptop", Ct)).Describe;
        var file = WriteJob(laptop);

        using var token = Process(there, address, "token", "create", "laptop", "-q");
        var (made, secret) = await token.EndAsync(Ct);
        Assert.True(made == 0, token.Latest);
        var url = $"http://127.0.0.1:{FreePort.Several(1)[0]}";
        using var server = Process(there, address, "server", "--urls", url, "--require-token");
        using var teacher = Process(there, address, "worker", "teacher", "--slots", "1");
        using var student = Process(there, address, "worker", "student", "--runs", "1");
        await ReadyAsync(server, teacher, student);

        var only = new Dictionary<string, string> { ["DISTILL__Server"] = url, ["DISTILL__Token"] = secret.Trim(), ["DISTILL__Cache"] = laptop.File("cache") };
        using var submit = new DistillProcess(laptop.File("none"), only, "submit", file, "-o", "json");
        Assert.True(await submit.SeesAsync(line => line.StartsWith("The job shapes is queued", StringComparison.Ordinal), Ct), submit.Latest);
        var watching = StatesAsync(url, secret.Trim());
        var (code, report) = await submit.EndAsync(Ct);
        Assert.True(code == 0, $"{submit.Latest}\n{student.Latest}\n{teacher.Latest}");
        Assert.Equal("finished", JsonElement.Parse(report).GetProperty("state").GetString());
        var states = await watching;
        Assert.Equal("finished", states[^1]);
        Assert.Contains("learning", states);

        using var pull = new DistillProcess(laptop.File("none"), only, "students", "pull", Job, "--to", laptop.File("pulled"));
        Assert.True((await pull.EndAsync(Ct)).Code == 0, pull.Latest);
        using var alone = new DistillProcess(laptop.File("store"), new Dictionary<string, string> { ["DISTILL__Cache"] = laptop.File("cache") }, "run", file);
        Assert.True((await alone.EndAsync(Ct)).Code == 0, alone.Latest);
        Assert.Equal(
            await File.ReadAllBytesAsync(laptop.File("store/jobs/shapes/student/model.safetensors"), Ct), await File.ReadAllBytesAsync(laptop.File("pulled/model.safetensors"), Ct));
        Assert.False(Directory.Exists(laptop.File("none")));
    }

    private static DistillProcess Process(TemporaryFolder there, string broker, params string[] arguments) => new(
        there.File("store"), new Dictionary<string, string> { ["DISTILL__Broker"] = broker, ["DISTILL__Cache"] = there.File("cache") }, arguments);

    private static async Task ReadyAsync(params DistillProcess[] processes)
    {
        foreach (var process in processes)
        {
            Assert.True(await process.SeesAsync(line => line.Contains("Ctrl-C", StringComparison.Ordinal), Ct), process.Latest);
        }
    }

    // What a dashboard is told of the job, until it has ended.
    private static async Task<List<string>> StatesAsync(string url, string token)
    {
        var states = new List<string>();
        using var client = new HttpClient { BaseAddress = new Uri(url), Timeout = Timeout.InfiniteTimeSpan, DefaultRequestHeaders = { Authorization = new("Bearer", token) } };
        await using var stream = await client.GetStreamAsync($"/api/v1/jobs/{Job}/events", Ct);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(Ct))
        {
            if (item.EventType == "progress" && JsonElement.Parse(item.Data).GetProperty("state").GetString() is { } state && (states.Count == 0 || states[^1] != state))
            {
                states.Add(state);
                if (state is "finished" or "failed" or "cancelled")
                {
                    break;
                }
            }
        }

        return states;
    }

    // Pictures of two classes: dark and light squares, each a little different.
    private static string WriteJob(TemporaryFolder folder)
    {
        foreach (var (part, count) in new[] { ("train", 64), ("test", 16) })
        {
            for (var number = 0; number < count; number++)
            {
                var path = folder.File($"data/{part}/{(number % 2 == 0 ? "dark" : "light")}/{number}.png");
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                var grey = (byte)(number % 2 == 0 ? number : 255 - number);
                File.WriteAllBytes(path, SampleFiles.Png(Side, Side, grey, grey, (byte)(255 - grey)));
            }
        }

        var file = folder.File(Job + ".yaml");
        File.WriteAllText(file, $$"""
            version: 1
            name: {{Job}}
            dataset: { kind: images, path: data }
            teacher: { network: cnn_8_12, minimum_accuracy: 0, training: { epochs: 1, batch_size: 16, threads: 1, precision: float32 } }
            labels: { views: 1, chunk: 32, batch: 16 }
            student: cnn_4_8
            training: { epochs: 2, batch_size: 16, threads: 1, precision: float32 }
            """);
        return file;
    }
}
