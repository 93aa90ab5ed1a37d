using Distill.Pipeline.LabelStreams;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.LabelStreams;

public sealed class ConfirmWindowTests
{
    private readonly ManualTime _time = new();
    private readonly ConfirmWindow _window;

    public ConfirmWindowTests() => _window = new(_time);

    [Fact]
    public void Confirms_of_one_and_of_several_complete_exactly_the_appends_they_are_about()
    {
        var appends = Enumerable.Range(0, 5).Select(_ => Add()).ToList();

        _window.Confirm(2, multiple: false);
        Assert.Equal([1], Done());
        _window.Confirm(3, multiple: true);
        Assert.Equal([0, 1, 2], Done());
        _window.Confirm(3, multiple: true);
        _window.Confirm(99, multiple: true);

        Assert.Equal([0, 1, 2], Done());
        Assert.Equal(3, _window.Confirmed);
        Assert.Equal(appends[3..], _window.Close().Select(frame => frame.Append));
        _window.Confirm(5, multiple: true);
        Assert.Equal([0, 1, 2], Done());

        IEnumerable<int> Done() => appends.Index().Where(append => append.Item.Done.IsCompleted).Select(append => append.Index);
    }

    [Fact]
    public void The_window_is_bounded_by_number_and_by_bytes()
    {
        for (ulong sent = 1; sent <= ConfirmWindow.MostFrames; sent++)
        {
            Assert.True(_window.HasRoom);
            Add();
        }

        Assert.False(_window.HasRoom);
        _window.Confirm(7, multiple: false);
        Assert.False(_window.HasRoom);
        _window.Confirm(1, multiple: false);
        Assert.True(_window.HasRoom);

        Add((int)ConfirmWindow.MostBytes);
        Assert.False(_window.HasRoom);
        _window.Confirm(ConfirmWindow.MostFrames + 1, multiple: true);
        Assert.True(_window.HasRoom);
    }

    [Fact]
    public void Silence_counts_from_the_last_news_while_a_confirm_is_owed()
    {
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.Zero, _window.Silence);
        Add();
        Add();
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(3), _window.Silence);

        _window.Confirm(1, multiple: false);
        Assert.Equal(TimeSpan.Zero, _window.Silence);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(2), _window.Silence);
        _window.Confirm(2, multiple: false);
        Assert.Equal(TimeSpan.Zero, _window.Silence);
    }

    [Fact]
    public void What_has_to_be_sent_again_goes_first_and_what_nobody_waits_for_not_at_all()
    {
        var queue = new OutgoingQueue();
        var (waiting, again, abandoned) = (Append(), Append(), Append());
        queue.Add(waiting);
        queue.PutBack([new(abandoned, 0), new(again, 0)]);
        Assert.True(abandoned.WaitAsync(new CancellationToken(canceled: true)).IsCanceled);

        Assert.Equal(again, queue.Take()!.Value.Append);
        Assert.Equal(waiting, queue.Take()!.Value.Append);
        Assert.Null(queue.Take());
    }

    private static LabelAppend Append() => new(SomeFrames.Fingerprint, "w", 0, 0, 1, new byte[] { 1 });

    private LabelAppend Add(int length = 1)
    {
        var append = Append();
        _window.Add(new(append, 0), length);
        return append;
    }
}
