using Distill.Devices;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Devices;

public sealed class LatencyTests
{
    [Fact]
    public void Percentiles_are_runs_that_happened()
    {
        var figures = LatencyFigures.Of(Enumerable.Range(1, 200).Select(run => (double)run).Reverse());

        Assert.Equal(new LatencyFigures(200, 1, 100, 180, 198), figures);
    }

    [Fact]
    public void One_run_is_every_percentile() =>
        Assert.Equal(new LatencyFigures(1, 7, 7, 7, 7), LatencyFigures.Of([7]));

    [Fact]
    public void Models_are_timed_in_turns_and_each_for_the_whole_time()
    {
        var time = new ManualTime();
        var order = new List<char>();
        Action Call(char name, int microseconds) => () =>
        {
            order.Add(name);
            time.Advance(TimeSpan.FromMicroseconds(microseconds));
        };

        var figures = new LatencyMeasurement(time) { Duration = TimeSpan.FromMilliseconds(30) }.Measure([Call('a', 200), Call('b', 600)]);

        Assert.Equal([200, 600], figures.Select(of => of.P50));
        Assert.Equal([150, 50], figures.Select(of => of.Runs));
        Assert.Equal(
            "a20 b20 a25 b25 a25 b25 a100",
            string.Join(' ', Runs(order)));
    }

    [Fact]
    public void A_clock_that_stands_still_does_not_measure_for_ever()
    {
        var figures = new LatencyMeasurement(new ManualTime()).Measure([() => { }]);

        Assert.Equal(4000, Assert.Single(figures).Runs);
    }

    private static IEnumerable<string> Runs(List<char> order)
    {
        for (var i = 0; i < order.Count;)
        {
            var length = order.Skip(i).TakeWhile(name => name == order[i]).Count();
            yield return $"{order[i]}{length}";
            i += length;
        }
    }
}
