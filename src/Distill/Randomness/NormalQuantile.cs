namespace Distill.Randomness;

/// <summary>The inverse of the standard normal distribution function, to about 16 digits.</summary>
/// <remarks>
/// M. J. Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics 37 (1988).
/// The logarithm of the tails is our own series, because that of the C library differs between its versions.
/// </remarks>
internal static class NormalQuantile
{
    private static readonly double[] CentreNumerator =
    [
        3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
        45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
    ];

    private static readonly double[] CentreDenominator =
    [
        1, 42.313330701600911252, 687.18700749205790830, 5394.1960214247511077,
        21213.794301586595867, 39307.895800092710610, 28729.085735721942674, 5226.4952788528545610,
    ];

    private static readonly double[] ShoulderNumerator =
    [
        1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
        1.27045825245236838258, 0.241780725177450611770, 0.0227238449892691845833, 0.000774545014278341407640,
    ];

    private static readonly double[] ShoulderDenominator =
    [
        1, 2.05319162663775882187, 1.67638483018380384940, 0.689767334985100004550,
        0.148103976427480074590, 0.0151986665636164571966, 0.000547593808499534494600, 1.05075007164441684324e-9,
    ];

    private static readonly double[] TailNumerator =
    [
        6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 0.296560571828504891230,
        0.0265321895265761230930, 0.00124266094738807843860, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
    ];

    private static readonly double[] TailDenominator =
    [
        1, 0.599832206555887937690, 0.136929880922735805310, 0.0148753612908506148525,
        0.000786869131145613259100, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
    ];

    /// <summary>The number below which a standard normal number falls with this probability.</summary>
    /// <param name="probability">Strictly between 0 and 1.</param>
    public static double At(double probability)
    {
        var fromCentre = probability - 0.5;
        if (Math.Abs(fromCentre) <= 0.425)
        {
            var r = 0.180625 - fromCentre * fromCentre;
            return fromCentre * Ratio(CentreNumerator, CentreDenominator, r);
        }

        var tail = Math.Sqrt(-Logarithm(fromCentre < 0 ? probability : 1 - probability));
        var distance = tail <= 5
            ? Ratio(ShoulderNumerator, ShoulderDenominator, tail - 1.6)
            : Ratio(TailNumerator, TailDenominator, tail - 5);
        return fromCentre < 0 ? -distance : distance;
    }

    private static double Ratio(double[] numerator, double[] denominator, double x) =>
        Polynomial(numerator, x) / Polynomial(denominator, x);

    private static double Polynomial(double[] coefficients, double x)
    {
        var sum = 0.0;
        for (var i = coefficients.Length - 1; i >= 0; i--)
        {
            sum = sum * x + coefficients[i];
        }

        return sum;
    }

    /// <summary>ln x by 2 artanh((m - 1) / (m + 1)) for the mantissa m in [1/√2, √2).</summary>
    internal static double Logarithm(double x)
    {
        const double Ln2 = 0.69314718055994530942;
        var exponent = Math.ILogB(x);
        var mantissa = Math.ScaleB(x, -exponent);
        if (mantissa >= 1.4142135623730951)
        {
            mantissa *= 0.5;
            exponent++;
        }

        var s = (mantissa - 1) / (mantissa + 1);
        var (square, sum) = (s * s, 0.0);
        for (var k = 23; k >= 1; k -= 2)
        {
            sum = sum * square + 1.0 / k;
        }

        return exponent * Ln2 + 2 * s * sum;
    }
}
