namespace Distill.Reports.Charts;

/// <summary>A range of values with round ticks.</summary>
internal sealed record Axis(double From, double To, double Step)
{
    /// <summary>The multiples of <see cref="Step"/> within the range.</summary>
    public IReadOnlyList<double> Ticks
    {
        get
        {
            var first = (long)Math.Ceiling((From / Step) - 1e-9);
            var last = (long)Math.Floor((To / Step) + 1e-9);
            return [.. Enumerable.Range(0, (int)(last - first + 1)).Select(i => (first + i) * Step)];
        }
    }

    /// <summary>An axis that holds all values and begins and ends at a tick.</summary>
    /// <param name="values">The values; those that are not finite are left out.</param>
    /// <param name="intervals">The number of intervals that is wished for; the result has about as many.</param>
    public static Axis Around(IEnumerable<double> values, int intervals = 4)
    {
        var finite = values.Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        var (low, high) = (finite.Min(), finite.Max());
        if (high - low < 1e-12 * Math.Max(1, Math.Abs(high)))
        {
            var room = high == 0 ? 1 : Math.Abs(high) / 2;
            (low, high) = (low - room, high + room);
        }

        var step = RoundStep((high - low) / intervals);
        return new Axis(Math.Floor((low / step) + 1e-9) * step, Math.Ceiling((high / step) - 1e-9) * step, step);
    }

    /// <summary>An axis from 0 to exactly <paramref name="last"/>, with ticks at whole numbers.</summary>
    public static Axis Whole(double last, int intervals = 4) => new(0, Math.Max(1, last), Math.Max(1, RoundStep(last / intervals)));

    /// <summary>Where a value lies: 0 at the beginning, 1 at the end.</summary>
    public double Place(double value) => (value - From) / (To - From);

    /// <summary>The value of a tick with as many decimals as tell it from its neighbours.</summary>
    public string Label(double tick)
    {
        var decimals = Math.Clamp((int)Math.Ceiling(-Math.Log10(Step) - 1e-9), 0, 10);

        // Rounding first keeps a tick a hair below zero from becoming "-0".
        return (Math.Round(tick / Step) * Step + 0.0).ToString("F" + decimals).Replace('-', '−');
    }

    /// <summary>The smallest of 1, 2 and 5 times a power of ten that is not below <paramref name="least"/>.</summary>
    private static double RoundStep(double least)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(least, 1e-300))));
        var multiple = least / power;
        return (multiple <= 1 + 1e-9 ? 1 : multiple <= 2 + 1e-9 ? 2 : multiple <= 5 + 1e-9 ? 5 : 10) * power;
    }
}
