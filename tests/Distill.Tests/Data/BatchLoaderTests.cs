using Distill.Data;
using Distill.Jobs;
using Xunit;

namespace Distill.Tests.Data;

public sealed class BatchLoaderTests
{
    private static readonly ImageShape s_shape = new(3, 8, 8);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 4)]
    [InlineData(3, 1)]
    [InlineData(4, 8)]
    public void Batches_come_in_plan_order_with_the_same_pixels_whatever_the_threads(int threads, int ahead)
    {
        var renderer = Renderer();
        var plans = Plans(60).ToArray();
        var seen = 0;

        using var loader = new BatchLoader(renderer, plans, threads, ahead);
        foreach (var batch in loader.Batches(TestContext.Current.CancellationToken))
        {
            using (batch)
            {
                Assert.Same(plans[seen++], batch.Plan);
                Assert.Equal(batch.Plan.Samples.SelectMany(sample => SomeImages.Render(renderer, batch.Plan.View, sample)), batch.Pixels_NHWC);
            }
        }

        Assert.Equal(60, seen);
    }

    [Fact]
    public void Rendering_runs_ahead_and_stops_when_enough_is_waiting()
    {
        var drawn = 0;
        using var loader = new BatchLoader(Renderer(), Plans(1000).Select(Count), threads: 2, ahead: 3);
        using var batches = loader.Batches(TestContext.Current.CancellationToken).GetEnumerator();
        Assert.True(batches.MoveNext());

        // One fetched, three waiting; the next plan may be drawn already by the thread that waits for room.
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref drawn) >= 4, TimeSpan.FromSeconds(20)));
        Assert.False(SpinWait.SpinUntil(() => Volatile.Read(ref drawn) > 5, TimeSpan.FromMilliseconds(50)));

        BatchPlan Count(BatchPlan plan)
        {
            Interlocked.Increment(ref drawn);
            return plan;
        }
    }

    [Fact]
    public void A_failure_surfaces_where_its_batch_would_have_come()
    {
        using var loader = new BatchLoader(Renderer(new FaultyImages(faulty: 7)), OneByOne(20), threads: 3, ahead: 8);
        using var batches = loader.Batches(TestContext.Current.CancellationToken).GetEnumerator();
        for (var i = 0; i < 7; i++)
        {
            Assert.True(batches.MoveNext());
        }

        Assert.Equal("Picture 7 is damaged.", Assert.Throws<DataProblemException>(() => batches.MoveNext()).Message);
    }

    [Fact]
    public void A_failure_of_the_plans_surfaces_after_the_batches_before_it()
    {
        using var loader = new BatchLoader(Renderer(), Plans(3).Concat(Failing()), threads: 2);
        using var batches = loader.Batches(TestContext.Current.CancellationToken).GetEnumerator();
        Assert.True(batches.MoveNext() && batches.MoveNext() && batches.MoveNext());
        Assert.Throws<InvalidOperationException>(() => batches.MoveNext());

        static IEnumerable<BatchPlan> Failing()
        {
            yield return Plans(1).First(plan => plan.View < 0 ? throw new InvalidOperationException("no plan") : false);
        }
    }

    [Fact]
    public void Disposing_ends_every_thread_even_of_endless_plans()
    {
        var loader = new BatchLoader(Renderer(), Endless(), threads: 4, ahead: 2);
        using (loader)
        {
            loader.Batches(TestContext.Current.CancellationToken).First().Dispose();
            Assert.Contains(loader.Threads, thread => thread.IsAlive);
        }

        Assert.DoesNotContain(loader.Threads, thread => thread.IsAlive);
        loader.Dispose();
        Assert.Throws<ObjectDisposedException>(() => loader.Batches(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Disposing_does_not_wait_for_the_rest_of_a_long_batch()
    {
        var images = new FaultyImages(faulty: -1);
        using (var loader = new BatchLoader(Renderer(images), [new BatchPlan(0, new int[50_000])], threads: 1))
        {
            _ = loader.Batches(TestContext.Current.CancellationToken);
            Assert.True(SpinWait.SpinUntil(() => images.Reads > 10, TimeSpan.FromSeconds(20)));
        }

        Assert.InRange(images.Reads, 10, 49_999);
    }

    [Fact]
    public void A_loader_that_was_never_started_is_disposed_as_well() => new BatchLoader(Renderer(), Endless(), threads: 2).Dispose();

    [Fact]
    public void A_cancelled_wait_ends_at_once()
    {
        using var cancellation = new CancellationTokenSource();
        using var gate = new ManualResetEventSlim();
        using var loader = new BatchLoader(Renderer(), Blocked());
        using var batches = loader.Batches(cancellation.Token).GetEnumerator();
        cancellation.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => batches.MoveNext());
        gate.Set();

        IEnumerable<BatchPlan> Blocked()
        {
            gate.Wait();
            yield break;
        }
    }

    [Fact]
    public void Batches_are_enumerated_once()
    {
        using var loader = new BatchLoader(Renderer(), Plans(2));
        foreach (var batch in loader.Batches(TestContext.Current.CancellationToken))
        {
            batch.Dispose();
        }

        Assert.Throws<InvalidOperationException>(() => loader.Batches(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_buffer_is_used_again_once_its_batch_is_disposed_and_not_before()
    {
        using var loader = new BatchLoader(Renderer(), Endless(), threads: 1, ahead: 1);
        using var batches = loader.Batches(TestContext.Current.CancellationToken).GetEnumerator();
        var disposed = new HashSet<float[]>(ReferenceEqualityComparer.Instance);
        var reused = 0;
        for (var i = 0; i < 20; i++)
        {
            Assert.True(batches.MoveNext());
            var batch = batches.Current;
            reused += disposed.Add(batch.Pixels_NHWC) ? 0 : 1;
            batch.Dispose();
            batch.Dispose();
            Assert.Throws<ObjectDisposedException>(() => batch.Pixels_NHWC);
        }

        Assert.InRange(disposed.Count, 1, 3);
        Assert.Equal(20, disposed.Count + reused);
    }

    private static ViewRenderer Renderer(ImageSet? images = null) => SomeImages.Renderer(
        images ?? SomeImages.Of(s_shape, count: 50),
        SomeImages.Augment(s_shape, new AugmentSpec { Kind = "crop" }, new AugmentSpec { Kind = "flip" }));

    private static IEnumerable<BatchPlan> Plans(int count) =>
        Enumerable.Range(0, count).Select(i => new BatchPlan(i % 3 - 1, Permutations.Shuffle(1, (ulong)i, 50)[..(1 + i % 9)]));

    private static IEnumerable<BatchPlan> OneByOne(int count) => Enumerable.Range(0, count).Select(i => new BatchPlan(0, [i]));

    private static IEnumerable<BatchPlan> Endless()
    {
        while (true)
        {
            yield return new BatchPlan(0, [1, 2, 3]);
        }
    }

    private sealed class FaultyImages(int faulty) : ImageSet
    {
        private int _reads;

        public int Reads => Volatile.Read(ref _reads);

        public override ImageShape Shape => s_shape;

        public override int Count => 50;

        public override IReadOnlyList<int> Labels { get; } = new int[50];

        public override string Digest => "";

        public override void Read(int sample, Span<byte> pixels_HWC)
        {
            Interlocked.Increment(ref _reads);
            if (sample == faulty)
            {
                throw new DataProblemException($"Picture {sample} is damaged.");
            }
        }
    }
}
