using Distill.Acceptance.Servers;
using Xunit;

namespace Distill.Acceptance.Trust;

/// <summary>What the program says when it is not let in.</summary>
public sealed class SecretTests(SharedRabbitMq broker, AzuriteServer azurite)
{
    private const string Password = "hunter2-very-secret";

    // Of the emulator's length, so that only the broker of the store can find it wrong.
    private static readonly string s_key = Convert.ToBase64String([.. Enumerable.Repeat((byte)'k', 64)]);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wrong_password_is_never_shown()
    {
        using var job = new SmallJob();
        var address = $"amqp://somebody:{Password}@127.0.0.1:{(await broker.GetAsync(Ct)).Port}";

        await Task.WhenAll(Commands(job).Select(command => FailsAsync(job.Store("shared"), address, Password, command)));
    }

    [Fact]
    public async Task A_wrong_account_key_is_never_shown()
    {
        using var job = new SmallJob();
        var right = await azurite.StoreAsync();
        var start = right.IndexOf("AccountKey=", StringComparison.Ordinal) + "AccountKey=".Length;
        var wrong = right[..start] + s_key + right[right.IndexOf(';', start)..];
        var address = (await (await broker.GetAsync(Ct)).AddVirtualHostAsync("wrong-key", Ct)).Describe;

        // A worker waits for a store that is away, but not for one that refuses it.
        await Task.WhenAll(Commands(job).Where(command => command[0] != "worker").Select(command => FailsAsync(wrong, address, s_key, command)));
    }

    private static IEnumerable<string[]> Commands(SmallJob job) => [["submit", job.File], ["worker", "teacher"], ["worker", "student"], ["doctor"]];

    private static async Task FailsAsync(string store, string address, string secret, string[] command)
    {
        using var process = new DistillProcess(store, new Dictionary<string, string> { ["DISTILL__Broker"] = address }, command);

        var (code, output) = await process.EndAsync(Ct);

        var said = $"{string.Join('\n', process.Progress)}\n{output}";
        Assert.NotEqual(0, code);
        Assert.NotEmpty(said.Trim());
        Assert.DoesNotContain(secret, said, StringComparison.Ordinal);
        Assert.DoesNotContain(Uri.EscapeDataString(secret), said, StringComparison.Ordinal);
    }
}
