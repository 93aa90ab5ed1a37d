using System.Diagnostics;

namespace Distill.Benchmarks.Table;

/// <summary>Times that are fair to each other.</summary>
internal static class Figures
{
    /// <summary>The middle one.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[sorted.Count / 2 - 1] + sorted[sorted.Count / 2]) / 2;
    }

    /// <summary>Milliseconds of each of several things, in turn, after one turn that does not count.</summary>
    /// <param name="rounds">Turns.</param>
    /// <param name="takers">Each takes one turn and gives the milliseconds of its steps.</param>
    /// <returns>The medians, in the order of <paramref name="takers"/>.</returns>
    public static double[] InTurn(int rounds, params Func<double[]>[] takers)
    {
        var times = takers.Select(_ => new List<double>()).ToArray();
        for (var round = -1; round < rounds; round++)
        {
            for (var i = 0; i < takers.Length; i++)
            {
                var taken = takers[i]();
                if (round >= 0)
                {
                    times[i].AddRange(taken);
                }
            }
        }
        return [.. times.Select(Median)];
    }

    /// <summary>Milliseconds of one call.</summary>
    public static double Milliseconds(Action call)
    {
        var start = Stopwatch.GetTimestamp();
        call();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
