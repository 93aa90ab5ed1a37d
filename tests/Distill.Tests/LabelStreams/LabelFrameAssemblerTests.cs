using Distill.Pipeline.LabelStreams;
using Distill.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Distill.Tests.LabelStreams;

public sealed class LabelFrameAssemblerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LabelSpill _spill;
    private readonly LabelFrameAssembler _assembler;

    public LabelFrameAssemblerTests()
    {
        _spill = new(_folder.Path);
        _assembler = new(SomeFrames.Fingerprint, _spill);
    }

    public void Dispose()
    {
        _spill.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Frames_that_come_twice_and_shuffled_make_each_chunk_once_where_its_last_frame_came() =>
        Prop.ForAll<byte[][], PositiveInt, int>((chunks, piece, seed) =>
        {
            var assembler = new LabelFrameAssembler(SomeFrames.Fingerprint, _spill);
            var appends = chunks.Select((bytes, n) => (Attempt: (UInt128)n, Frames: SomeFrames.Cut(n % 3, n, (UInt128)n, bytes ?? [], piece.Get))).ToList();
            var stream = appends.SelectMany(append => append.Frames.Concat(append.Frames).Select(frame => (append.Attempt, Frame: frame))).ToArray();
            new Random(seed).Shuffle(stream);

            var complete = stream.Select((message, at) => (At: at, message.Attempt, Chunk: assembler.Take(message.Frame, "here"))).Where(taken => taken.Chunk is not null).ToList();

            Assert.Equal(appends.Count, complete.Count);
            Assert.Equal(0, assembler.Unfinished);
            foreach (var (at, attempt, chunk) in complete)
            {
                var (bytes, frames) = (chunks[(int)attempt] ?? [], appends[(int)attempt].Frames);
                Assert.Equal((int)attempt % 3, chunk!.View);
                Assert.Equal(bytes, _spill.Read(chunk.Position, chunk.Length));
                Assert.Equal(frames.Max(frame => Array.FindIndex(stream, message => ReferenceEquals(message.Frame, frame))), at);
            }
        }).CheckQuietly();

    [Fact]
    public void A_flipped_bit_anywhere_is_told_once_and_the_sound_copy_completes_the_chunk()
    {
        byte[] bytes = [1, 2, 3, 4, 5];
        var frames = SomeFrames.Cut(2, 7, 9, bytes, piece: 3);
        for (var bit = 0; bit < frames[1].Length * 8; bit++)
        {
            var assembler = new LabelFrameAssembler(SomeFrames.Fingerprint, _spill);
            var damaged = (byte[])frames[1].Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));

            Assert.Null(assembler.Take(frames[0], "here"));
            var told = assembler.Take(damaged, "the stream s at its offset 5");
            Assert.Null(assembler.Take(damaged, "here"));

            var isKnown = bit / 8 >= LabelStreamFrame.HeaderBytes;
            Assert.Equal(isKnown ? (2, 7, "w-1") : (-1, -1, null), (told!.View, told.Chunk, told.Worker));
            Assert.Contains(
                bit / 8 == 3 && damaged[3] > LabelStreamFrame.Version
                    ? "A part of the labels in the stream s at its offset 5 was written by a newer version"
                    : $"{(isKnown ? "View 2, chunk 7" : "A part")} of the labels in the stream s at its offset 5 is corrupt, because its checksum does not match;",
                told.Corrupt,
                StringComparison.Ordinal);
            Assert.Equal(bytes.Length, assembler.Take(frames[1], "here")!.Length);
        }
    }

    [Fact]
    public void Frames_that_are_no_frames_of_this_set_are_refused()
    {
        var other = SomeFrames.Cut(0, 0, 1, [1], 1)[0];
        var elsewhere = new LabelFrameAssembler(string.Concat(Enumerable.Repeat("0a", 32)), _spill);

        Assert.NotNull(elsewhere.Take(other, "here")!.Corrupt);
        Assert.NotNull(_assembler.Take([], "here")!.Corrupt);
        Assert.NotNull(_assembler.Take(new byte[500], "here")!.Corrupt);
        Assert.Equal(0, _assembler.Unfinished);
    }

    [Fact]
    public void Parts_that_overlap_make_no_whole()
    {
        byte[] frame = new byte[LabelStreamFrame.Overhead + 2];
        new LabelStreamFrame(0, 0, 4, "w", 0, 2, 0, 3).Write(frame, SomeFrames.Fingerprint, [1, 2]);
        Assert.Null(_assembler.Take(frame, "here"));
        new LabelStreamFrame(0, 0, 4, "w", 1, 2, 0, 3).Write(frame, SomeFrames.Fingerprint, [1, 2]);

        Assert.Contains("its parts do not make a whole", _assembler.Take(frame, "here")!.Corrupt, StringComparison.Ordinal);
    }

    [Fact]
    public void Teachers_that_die_over_and_over_leave_a_bounded_number_of_attempts()
    {
        for (var attempt = 0; attempt < LabelFrameAssembler.MostUnfinished + 100; attempt++)
        {
            _assembler.Take(SomeFrames.Cut(0, attempt, (UInt128)attempt, [1, 2], 1)[0], "here");
        }

        Assert.Equal(LabelFrameAssembler.MostUnfinished, _assembler.Unfinished);
        Assert.Null(_assembler.Take(SomeFrames.Cut(0, 0, 0, [1, 2], 1)[1], "here"));
        Assert.NotNull(_assembler.Take(SomeFrames.Cut(0, 0, 0, [1, 2], 1)[0], "here"));
    }

    [Fact]
    public void A_barrier_is_no_chunk() =>
        Assert.Null(_assembler.Take(SomeFrames.Cut(-1, -1, 1, [], 1)[0], "here"));
}
