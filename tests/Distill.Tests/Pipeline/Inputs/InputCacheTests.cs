using Distill.Jobs;
using Distill.Pipeline.Inputs;
using Xunit;

namespace Distill.Tests.Pipeline.Inputs;

public sealed class InputCacheTests : IDisposable
{
    private readonly InputBench _bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Two_workers_that_need_the_same_fetch_it_once()
    {
        var job = WithoutTeacher("fruit", seed: 1);
        var inputs = await _bench.Inputs.UploadAsync(job, null, Ct);

        var placing = Enumerable.Range(0, 4).Select(_ => Task.Run(() => _bench.Cache().PlaceAsync(job, inputs, Ct), Ct)).ToList();
        while (!Task.WhenAll(placing).IsCompleted)
        {
            // Those who wait for another do so by the clock.
            _bench.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        var placed = await Task.WhenAll(placing);
        Assert.Equal(3, _bench.PartsRead.Count());
        Assert.Single(placed.Select(p => p.Spec.Dataset.Path).Distinct());
        Array.ForEach(placed, p => p.Dispose());
    }

    [Fact]
    public async Task What_is_there_is_not_fetched_again()
    {
        var job = WithoutTeacher("fruit", seed: 1);
        var inputs = await _bench.Inputs.UploadAsync(job, null, Ct);
        (await _bench.Cache().PlaceAsync(job, inputs, Ct)).Dispose();
        var read = _bench.PartsRead.Count();

        using var again = await _bench.Cache().PlaceAsync(job, inputs, Ct);

        Assert.Equal(read, _bench.PartsRead.Count());
        Assert.Equal(InputBench.DigestOf(job), InputBench.DigestOf(again.Spec));
    }

    [Fact]
    public async Task A_fetch_that_was_broken_off_leaves_nothing_half_valid_and_goes_on()
    {
        var job = WithoutTeacher("fruit", seed: 1);
        var inputs = await _bench.Inputs.UploadAsync(job, null, Ct);
        var started = 0;
        _bench.Store.Before = path =>
        {
            if (path.StartsWith("inputs/parts/", StringComparison.Ordinal) && Interlocked.Increment(ref started) == 3)
            {
                // The failure ends the other two at once, written or not.
                SpinWait.SpinUntil(() => PartsWritten(inputs.Dataset!) == 2, TimeSpan.FromSeconds(60));
                throw new IOException("The network is gone.");
            }
        };
        await Assert.ThrowsAnyAsync<Exception>(() => _bench.Cache().PlaceAsync(job, inputs, Ct));
        Assert.False(Directory.Exists(Path.Combine(_bench.CacheFolder, inputs.Dataset!)));
        _bench.Store.Before = _ => { };
        _bench.Store.Reads.Clear();

        using var placed = await _bench.Cache().PlaceAsync(job, inputs, Ct);

        Assert.Single(_bench.PartsRead);
        Assert.Equal(InputBench.DigestOf(job), InputBench.DigestOf(placed.Spec));
    }

    [Fact]
    public async Task Torn_bytes_of_a_killed_process_are_fetched_again()
    {
        var job = WithoutTeacher("fruit", seed: 1);
        var inputs = await _bench.Inputs.UploadAsync(job, null, Ct);
        var torn = new byte[3000 * 3074];
        new Random(1).NextBytes(torn);
        _bench.Scratch.Write($"cache/inputs/{inputs.Dataset}.partial/fruit/train.bin", torn);

        using var placed = await _bench.Cache().PlaceAsync(job, inputs, Ct);

        Assert.Equal(InputBench.DigestOf(job), InputBench.DigestOf(placed.Spec));
    }

    [Fact]
    public async Task Above_the_limit_what_was_unused_for_longest_goes()
    {
        var cache = _bench.Cache(limit: 20_000_000);
        var (a, b, c) = (await UploadedAsync("a", 1), await UploadedAsync("b", 2), await UploadedAsync("c", 3));
        foreach (var (job, inputs) in new[] { a, b, a })
        {
            (await cache.PlaceAsync(job, inputs, Ct)).Dispose();
            _bench.Time.Advance(TimeSpan.FromMinutes(1));
        }

        (await cache.PlaceAsync(c.Job, c.Inputs, Ct)).Dispose();

        Assert.Equal((true, false, true), (IsCached(a), IsCached(b), IsCached(c)));
    }

    [Fact]
    public async Task What_a_live_worker_uses_stays_whatever_the_limit()
    {
        var (a, b) = (await UploadedAsync("a", 1), await UploadedAsync("b", 2));
        using var used = await _bench.Cache().PlaceAsync(a.Job, a.Inputs, Ct);

        using var other = await _bench.Cache(limit: 1).PlaceAsync(b.Job, b.Inputs, Ct);
        Assert.Equal((true, true), (IsCached(a), IsCached(b)));
        used.Dispose();
        var c = await UploadedAsync("c", 3);
        using var third = await _bench.Cache(limit: 1).PlaceAsync(c.Job, c.Inputs, Ct);

        Assert.Equal((false, true, true), (IsCached(a), IsCached(b), IsCached(c)));
    }

    private JobSpec WithoutTeacher(string name, int seed) => _bench.Job(name, seed) with { Teacher = null };

    private async Task<(JobSpec Job, JobInputs Inputs)> UploadedAsync(string name, int seed)
    {
        var job = WithoutTeacher(name, seed);
        return (job, await _bench.Inputs.UploadAsync(job, null, Ct));
    }

    private bool IsCached((JobSpec Job, JobInputs Inputs) job) => Directory.Exists(Path.Combine(_bench.CacheFolder, job.Inputs.Dataset!));

    // The images of the three parts begin as zeros.
    private int PartsWritten(string input)
    {
        var images = _bench.File($"cache/inputs/{input}.partial/fruit/train.bin");
        if (!File.Exists(images))
        {
            return 0;
        }
        using var file = File.OpenHandle(images, share: FileShare.ReadWrite);
        return new[] { 1L << 20, 5L << 20, 9000L << 10 }.Count(place =>
        {
            var some = new byte[64];
            RandomAccess.Read(file, some, place);
            return some.Any(value => value != 0);
        });
    }
}
