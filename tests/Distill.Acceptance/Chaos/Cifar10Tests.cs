using System.Security.Cryptography;
using Distill.Acceptance.Servers;
using Distill.Artifacts;
using Distill.Pipeline.Storage;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Acceptance.Chaos;

/// <summary>
/// The real job of jobs/cifar10.yaml, half an hour twice, so outside the usual run (<c>-explicit only -class Distill.Acceptance.Chaos.Cifar10Tests</c>).
/// <c>DISTILL_CIFAR10_SET</c> overrides settings of it, such as <c>seeds=[1] baseline=false</c>.
/// </summary>
public sealed class Cifar10Tests(AzuriteServer azurite, ITestOutputHelper output)
{
    private const string SetVariable = "DISTILL_CIFAR10_SET";

    private static readonly TimeSpan s_patience = TimeSpan.FromHours(3);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task Over_rabbitmq_and_blobs_with_two_teachers_and_a_student_worker_every_student_has_the_bytes_of_distill_run()
    {
        var job = Repository.PathOf("jobs/cifar10.yaml");
        Assert.SkipUnless(Directory.Exists(Repository.PathOf("../shared/data/cifar10")), "Needs ../shared/data/cifar10, which is not there.");
        string[] settings = [.. (Environment.GetEnvironmentVariable(SetVariable) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(set => new[] { "--set", set })];
        using var folder = new TemporaryFolder();
        await using var broker = await RabbitMqServer.StartAsync(Ct);
        var blobs = await azurite.StoreAsync();

        await EndsAsync(new DistillProcess(folder.File("store"), Cache("one"), ["run", job, .. settings]));
        var alone = await StudentsAsync(folder.File("store"));

        var environment = new Dictionary<string, string>(Cache("many")) { ["DISTILL__Broker"] = broker.Uri };
        List<DistillProcess> workers = [.. new[] { "teacher", "teacher", "student" }.Select(role => new DistillProcess(blobs, environment, "worker", role))];
        try
        {
            await EndsAsync(new DistillProcess(blobs, environment, ["submit", job, .. settings]));
            Assert.NotEmpty(alone);
            Assert.Equal(alone, await StudentsAsync(blobs));
        }
        finally
        {
            workers.ForEach(worker => worker.Dispose());
        }

        foreach (var (path, sha256) in alone)
        {
            output.WriteLine($"{sha256} {path}");
        }

        Dictionary<string, string> Cache(string name) => new() { ["DISTILL__Cache"] = folder.File(name) };
    }

    private static async Task EndsAsync(DistillProcess process)
    {
        using (process)
        {
            await Deadline.UntilAsync("the job ends", () => Task.FromResult(process.HasExited), () => Task.FromResult(process.Latest), s_patience, Ct);
            Assert.True((await process.EndAsync(Ct)).Code == 0, process.Latest);
        }
    }

    private static async Task<SortedDictionary<string, string>> StudentsAsync(string address)
    {
        var store = StoreAddress.Open(address, TimeProvider.System);
        var students = new SortedDictionary<string, string>(StringComparer.Ordinal);
        await foreach (var path in store.ListAsync("jobs/cifar10/", Ct))
        {
            if (path.EndsWith("/model.safetensors", StringComparison.Ordinal))
            {
                students[path] = Convert.ToHexStringLower(SHA256.HashData((await store.ReadAsync(path, Ct))!.Content.Span));
            }
        }

        return students;
    }
}
