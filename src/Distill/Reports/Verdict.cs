using System.Globalization;

namespace Distill.Reports;

/// <summary>Decides from paired seeds whether distillation was worth it.</summary>
/// <remarks>
/// <para>Student and baseline of one seed start from the same weights and get the same budget, so their difference is
/// the gain of that seed. The verdict is a two-sided paired t-test at 95 %: the mean gain counts when it is larger than
/// t(0.975, n - 1) standard errors. That asks much of few seeds (12.7 standard errors of two, 4.3 of three, 2.3 of ten),
/// which is how little two or three seeds say.</para>
/// <para>An accuracy cannot be finer than one test image. Where all seeds gain the same, as happens on small test sets,
/// the deviation would be zero and the test blind, so it is never taken to be smaller than one image.</para>
/// </remarks>
public static class Verdict
{
    /// <summary>Compares the students of a job with their baselines, over the seeds that have both.</summary>
    public static VerdictReport Of(IReadOnlyList<SeedReport> seeds)
    {
        var pairs = seeds.Where(seed => seed.Baseline is not null).ToList();
        return Of(
            [.. pairs.Select(seed => seed.Student.Final.Top1)],
            [.. pairs.Select(seed => seed.Baseline!.Final.Top1)],
            pairs.Count == 0 ? 0 : pairs.Min(seed => seed.Student.Final.Samples));
    }

    /// <summary>The verdicts of a job's students in one sentence.</summary>
    public static string Over(IReadOnlyList<StudentReport> students)
    {
        if (students is [var only])
        {
            return only.Verdict.Text;
        }

        var (helped, hurt) = (Count(VerdictOutcome.Helped), Count(VerdictOutcome.Hurt));
        return students.All(student => student.Verdict.Outcome == VerdictOutcome.None)
            ? Of([]).Text
            : $"distillation helped {helped} of {students.Count} students{(hurt > 0 ? $" and hurt {hurt}" : "")}";

        int Count(VerdictOutcome outcome) => students.Count(student => student.Verdict.Outcome == outcome);
    }

    /// <summary>Compares two lists of accuracies, paired by position.</summary>
    /// <param name="student">Top-1 accuracies of the students, 0 to 1.</param>
    /// <param name="baseline">Top-1 accuracies of the same students without a teacher, 0 to 1; empty when none was trained.</param>
    /// <param name="testSamples">The number of images that one accuracy was measured on; 0 when it is not known.</param>
    /// <exception cref="ArgumentException">Both lists have entries, but not equally many.</exception>
    public static VerdictReport Of(IReadOnlyList<double> student, IReadOnlyList<double> baseline, int testSamples = 0)
    {
        if (baseline.Count == 0 || student.Count == 0)
        {
            return new VerdictReport { Outcome = VerdictOutcome.None, Text = "no verdict: there is no student trained alone to compare with", Gains = [] };
        }

        if (student.Count != baseline.Count)
        {
            throw new ArgumentException($"{student.Count} students cannot be paired with {baseline.Count} baselines: each seed needs one of both.");
        }

        var gains = student.Zip(baseline, (with, without) => 100 * (with - without)).ToList();
        var mean = gains.Average();
        return gains.Count == 1 ? OfOneSeed(gains) : OfSeveralSeeds(gains, mean, testSamples);
    }

    /// <summary>The standard deviation that a sample lets one expect of all; null of less than two values.</summary>
    public static double? Deviation(IReadOnlyList<double> values)
    {
        var mean = values.Count > 1 ? values.Average() : 0;
        return values.Count > 1 ? Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1)) : null;
    }

    private static VerdictReport OfOneSeed(List<double> gains) => new()
    {
        Outcome = VerdictOutcome.Inconclusive,
        Text = $"inconclusive: {Points(gains[0])} points with one seed, which proves little; list three seeds or more for a verdict",
        Gains = gains,
        MeanGain = gains[0],
    };

    private static VerdictReport OfSeveralSeeds(List<double> gains, double mean, int testSamples)
    {
        var count = gains.Count;
        var oneImage = testSamples > 0 ? 100.0 / testSamples : 0;
        var deviation = Deviation(gains)!.Value;
        var error = Math.Max(deviation, oneImage) / Math.Sqrt(count);
        var margin = StudentT.Critical95(count - 1) * error;

        // A difference that is zero but for rounding is none, also when all seeds agree on it.
        var clear = Math.Abs(mean) > Math.Max(margin, 1e-9);
        var outcome = !clear ? VerdictOutcome.Inconclusive : mean > 0 ? VerdictOutcome.Helped : VerdictOutcome.Hurt;
        var finding = outcome switch
        {
            VerdictOutcome.Helped => "distillation helped",
            VerdictOutcome.Hurt => "distillation hurt",
            _ => "distillation made no clear difference",
        };
        return new VerdictReport
        {
            Outcome = outcome,
            Text = string.Create(CultureInfo.InvariantCulture, $"{finding}: {Points(mean)} points ({count} seeds, ±{error:0.00})"),
            Gains = gains,
            MeanGain = mean,
            Deviation = deviation,
            Spread = error,
            Margin = margin,
        };
    }

    private static string Points(double value) => value.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);
}
