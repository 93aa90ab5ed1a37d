namespace Distill.Reports;

/// <summary>The arithmetic of an evaluation, from logits to figures, in double and in sample order.</summary>
/// <remarks>Among equal logits the lower class index comes first, for student and teacher alike.</remarks>
public static class EvaluationMath
{
    /// <summary>The number of equal bins of confidence that the calibration error is taken over.</summary>
    public const int CalibrationBins = 15;

    /// <summary>Evaluates a network's logits against the labels, and against a teacher's logits where there are any.</summary>
    /// <param name="logits_NK">The network's logits, one row of <paramref name="classes"/> values per sample.</param>
    /// <param name="labels_N">The true class of each sample.</param>
    /// <param name="classes">The number of classes K.</param>
    /// <param name="teacher_NK">The teacher's logits for the same samples, or empty.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other, a label is out of range, or a logit is not finite.</exception>
    public static Evaluation Evaluate(ReadOnlySpan<float> logits_NK, ReadOnlySpan<int> labels_N, int classes, ReadOnlySpan<float> teacher_NK = default)
    {
        var samples = labels_N.Length;
        Require(samples > 0 && classes > 0, "an evaluation needs at least one sample and one class");
        Require(logits_NK.Length == (long)samples * classes, $"{logits_NK.Length} logits are not {samples} samples of {classes} classes");
        Require(teacher_NK.IsEmpty || teacher_NK.Length == logits_NK.Length, $"{teacher_NK.Length} logits of the teacher do not fit {logits_NK.Length} of the student");

        var calibration = new CalibrationTally(CalibrationBins);
        var correct_K = new int[classes];
        var count_K = new int[classes];
        int top1 = 0, top5 = 0, agreed = 0;
        double logLikelihood = 0;
        for (var sample = 0; sample < samples; sample++)
        {
            var label = labels_N[sample];
            if (label < 0 || label >= classes)
            {
                throw new ArgumentException($"label {label} of sample {sample} is not one of {classes} classes");
            }

            var logits_K = logits_NK.Slice(sample * classes, classes);
            RequireFinite(logits_K, sample, "the network");
            var best = ArgMax(logits_K);
            var logSum = LogSumExp(logits_K, logits_K[best]);
            var hit = best == label;

            logLikelihood += logits_K[label] - logSum;
            calibration.Add(Math.Exp(logits_K[best] - logSum), hit);
            count_K[label]++;
            if (hit)
            {
                top1++;
                correct_K[label]++;
            }

            top5 += Rank(logits_K, label) < 5 ? 1 : 0;
            if (!teacher_NK.IsEmpty)
            {
                var teacher_K = teacher_NK.Slice(sample * classes, classes);
                RequireFinite(teacher_K, sample, "the teacher");
                agreed += ArgMax(teacher_K) == best ? 1 : 0;
            }
        }

        return new Evaluation
        {
            Samples = samples,
            Top1 = (double)top1 / samples,
            Top5 = (double)top5 / samples,
            NegativeLogLikelihood = -logLikelihood / samples,
            CalibrationError = calibration.Error,
            TeacherAgreement = teacher_NK.IsEmpty ? null : (double)agreed / samples,
            PerClass = [.. correct_K.Zip(count_K, (correct, count) => count == 0 ? (double?)null : (double)correct / count)],
        };
    }

    internal static int ArgMax(ReadOnlySpan<float> logits_K)
    {
        var best = 0;
        for (var k = 1; k < logits_K.Length; k++)
        {
            best = logits_K[k] > logits_K[best] ? k : best;
        }

        return best;
    }

    /// <summary>The number of classes that come before <paramref name="label"/>.</summary>
    private static int Rank(ReadOnlySpan<float> logits_K, int label)
    {
        var rank = 0;
        for (var k = 0; k < logits_K.Length; k++)
        {
            rank += logits_K[k] > logits_K[label] || (logits_K[k] == logits_K[label] && k < label) ? 1 : 0;
        }

        return rank;
    }

    // The largest logit is taken out first, so that no exponential overflows.
    private static double LogSumExp(ReadOnlySpan<float> logits_K, double largest)
    {
        double sum = 0;
        foreach (var logit in logits_K)
        {
            sum += Math.Exp(logit - largest);
        }

        return largest + Math.Log(sum);
    }

    private static void RequireFinite(ReadOnlySpan<float> logits_K, int sample, string whose)
    {
        foreach (var logit in logits_K)
        {
            if (!float.IsFinite(logit))
            {
                throw new ArgumentException($"{whose} has a logit for sample {sample} that is not finite");
            }
        }
    }

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new ArgumentException(otherwise);
        }
    }
}
