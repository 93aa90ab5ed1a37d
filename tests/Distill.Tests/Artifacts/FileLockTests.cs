using Distill.Artifacts;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Artifacts;

public sealed class FileLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_locks_on_one_file_exclude_each_other()
    {
        var (first, second) = (LockOn("a.lock"), LockOn("a.lock"));
        var inside = 0;

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(async () =>
        {
            using (await (i % 2 == 0 ? first : second).TakeAsync(Ct))
            {
                Assert.Equal(1, Interlocked.Increment(ref inside));
                await Task.Yield();
                Interlocked.Decrement(ref inside);
            }
        })));
    }

    [Fact]
    public async Task Waiting_for_a_held_lock_can_be_given_up()
    {
        using var held = await LockOn("a.lock").TakeAsync(Ct);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var other = LockOn("a.lock");

        var waiting = other.TakeAsync(enough.Token);
        await enough.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        held.Dispose();
        using var taken = await other.TakeAsync(Ct);
    }

    [Fact]
    public void A_lock_is_shared_by_many_or_held_by_one()
    {
        var file = _folder.File("a.lock");
        using (var one = FileLock.TryShare(file))
        using (var other = FileLock.TryShare(file))
        {
            Assert.NotNull(one);
            Assert.NotNull(other);
            Assert.Null(FileLock.TryOpen(file));
        }

        using var alone = FileLock.TryOpen(file);
        Assert.NotNull(alone);
        Assert.Null(FileLock.TryShare(file));
    }

    [Fact]
    public async Task A_lock_that_cannot_be_created_says_so()
    {
        var refusal = await Assert.ThrowsAsync<StoreException>(() => LockOn("absent/a.lock").TakeAsync(Ct));

        Assert.StartsWith($"Cannot lock {_folder.File("absent/a.lock")}, because ", refusal.Message);
    }

    private FileLock LockOn(string name) => new(_folder.File(name), TimeProvider.System);
}
