using System.Diagnostics;

namespace Distill.Acceptance.Chaos;

/// <summary>The one way in which chaos tests wait: for a condition, with an end, and with something to read when it does not come.</summary>
internal static class Deadline
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);

    /// <summary>Looks until a condition holds.</summary>
    /// <param name="what">The condition, for people.</param>
    /// <param name="condition">Whether it holds now.</param>
    /// <param name="evidence">What to show when it never did.</param>
    /// <param name="limit">When to give up.</param>
    /// <param name="ct">Ends the wait.</param>
    public static async Task UntilAsync(string what, Func<Task<bool>> condition, Func<Task<string>> evidence, TimeSpan limit, CancellationToken ct)
    {
        var since = Stopwatch.GetTimestamp();
        using var looks = new PeriodicTimer(s_look);
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(since) > limit)
            {
                throw new TimeoutException($"For {limit.TotalSeconds:0} s it was waited in vain that {what}.\n{await evidence()}");
            }

            await looks.WaitForNextTickAsync(ct);
        }
    }

    /// <summary>A condition that holds once so much time is over: for faults that last, and for seeded moments.</summary>
    public static Func<Task<bool>> Over(TimeSpan span)
    {
        var since = Stopwatch.GetTimestamp();
        return () => Task.FromResult(Stopwatch.GetElapsedTime(since) >= span);
    }
}
