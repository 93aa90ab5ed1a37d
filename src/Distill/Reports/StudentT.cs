namespace Distill.Reports;

/// <summary>Critical values of Student's t distribution.</summary>
internal static class StudentT
{
    // Two-sided 95 % by degrees of freedom, from any table of the distribution.
    private static readonly double[] UpToTen = [12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281];

    /// <summary>The number of standard errors that 95 % of all means stay within.</summary>
    /// <param name="degreesOfFreedom">One less than the number of values, at least 1.</param>
    public static double Critical95(int degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degreesOfFreedom, 1);
        if (degreesOfFreedom <= UpToTen.Length)
        {
            return UpToTen[degreesOfFreedom - 1];
        }

        // Cornish-Fisher expansion around the normal quantile (Abramowitz and Stegun 26.7.5): right to 4 digits from here on.
        const double z = 1.959964;
        var n = (double)degreesOfFreedom;
        var first = (Math.Pow(z, 3) + z) / 4;
        var second = ((5 * Math.Pow(z, 5)) + (16 * Math.Pow(z, 3)) + (3 * z)) / 96;
        var third = ((3 * Math.Pow(z, 7)) + (19 * Math.Pow(z, 5)) + (17 * Math.Pow(z, 3)) - (15 * z)) / 384;
        return z + (first / n) + (second / (n * n)) + (third / (n * n * n));
    }
}
