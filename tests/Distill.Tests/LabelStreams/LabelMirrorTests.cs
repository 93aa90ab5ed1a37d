using Distill.Pipeline.LabelStreams;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.LabelStreams;

public sealed class LabelMirrorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LabelMirror _mirror;

    public LabelMirrorTests() => _mirror = new(SomeFrames.Fingerprint, _folder.Path);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _mirror.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_stream_that_is_read_again_from_its_start_adds_nothing()
    {
        var frames = SomeFrames.Cut(0, 1, 1, [1, 2, 3], 2, "worker-a").Concat(SomeFrames.Cut(0, 0, 2, [4], 2)).ToList();
        for (var pass = 0; pass < 2; pass++)
        {
            frames.ForEach(frame => _mirror.Take(frame, 10));
            _mirror.ForgetPlace();
        }

        _mirror.Take(SomeFrames.Cut(1, 0, 3, [5], 2)[0], 11);

        var entries = new List<(int View, int Chunk, string? Worker, long Next)>();
        await foreach (var entry in _mirror.ReadAsync(0, Ct))
        {
            entries.Add((entry.View, entry.Chunk, entry.Worker, entry.NextOffset));
            if (entries.Count == 3)
            {
                break;
            }
        }

        Assert.Equal([(0, 1, "worker-a", 1L), (0, 0, "w-1", 2L), (1, 0, "w-1", 3L)], entries);
        Assert.Equal(11, _mirror.Last!.Value.Offset);
    }

    [Fact]
    public async Task A_barrier_that_was_lost_is_met_by_a_later_one_and_never_by_an_earlier_or_a_strange_one()
    {
        var (first, metFirst) = _mirror.NewBarrier();
        var (_, metLost) = _mirror.NewBarrier();
        var (last, metLast) = _mirror.NewBarrier();

        _mirror.Take(Barrier(last + (UInt128.One << 64)), 0);
        Assert.False(metFirst.IsCompleted);
        _mirror.Take(Barrier(first), 1);
        Assert.Equal(0, await metFirst);
        Assert.False(metLost.IsCompleted);
        _mirror.Take(SomeFrames.Cut(0, 0, 2, [4], 2)[0], 2);
        _mirror.Take(Barrier(last), 3);

        Assert.Equal((1, 1), (await metLost, await metLast));
    }

    private static byte[] Barrier(UInt128 id) => SomeFrames.Cut(-1, -1, id, [], 1)[0];
}
