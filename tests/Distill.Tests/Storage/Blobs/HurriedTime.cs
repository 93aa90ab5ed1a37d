using Distill.Tests.Support;

namespace Distill.Tests.Storage.Blobs;

/// <summary>A clock for code that pauses: a pause passes at once and moves the clock; longer limits fire when the clock gets there.</summary>
internal sealed class HurriedTime : TimeProvider
{
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(15);

    private readonly ManualTime _time = new();
    private readonly List<TimeSpan> _pauses = [];

    public IReadOnlyList<TimeSpan> Pauses => _pauses;

    public TimeSpan Elapsed => _time.GetUtcNow() - new ManualTime().GetUtcNow();

    public override long TimestampFrequency => _time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _time.GetUtcNow();

    public override long GetTimestamp() => _time.GetTimestamp();

    public void Advance(TimeSpan duration) => _time.Advance(duration);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = _time.CreateTimer(callback, state, dueTime, period);
        if (dueTime >= TimeSpan.Zero && dueTime <= s_longestPause)
        {
            lock (_pauses)
            {
                _pauses.Add(dueTime);
            }

            ThreadPool.QueueUserWorkItem(_ => _time.Advance(dueTime));
        }

        return timer;
    }
}
