using Distill.Reports;
using Distill.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Distill.Tests.Reports;

public sealed class EvaluationMathTests
{
    // Rows with the probabilities (1/2, 1/4, 1/4) in some order: log 2, 0, 0.
    private static readonly float s_two = MathF.Log(2);

    [Fact]
    public void Figures_of_four_samples_are_those_computed_by_hand()
    {
        float[] logits_NK = [s_two, 0, 0, 0, s_two, 0, 0, 0, s_two, s_two, 0, 0];
        var evaluation = EvaluationMath.Evaluate(logits_NK, [0, 1, 0, 0], classes: 3);
        Assert.Equal(4, evaluation.Samples);
        Assert.Equal(0.75, evaluation.Top1);
        Assert.Equal(1, evaluation.Top5);

        // Three times -log(1/2) and once -log(1/4).
        Assert.Equal((3 * Math.Log(2) + Math.Log(4)) / 4, evaluation.NegativeLogLikelihood, 7);

        // All four confidences are 1/2 and lie in one bin, where three of four are right.
        Assert.Equal(0.25, evaluation.CalibrationError, 7);
        Assert.Equal([2 / 3.0, 1, null], evaluation.PerClass);
        Assert.Null(evaluation.TeacherAgreement);
    }

    [Fact]
    public void The_calibration_error_weighs_bins_by_their_samples()
    {
        // Confidence 1/2, wrong twice: a gap of 1/2. Confidence 0.9, right once: a gap of 0.1. (2 * 0.5 + 0.1) / 3.
        float[] logits_NK = [0, 0, 0, 0, MathF.Log(9), 0];
        Assert.Equal(1.1 / 3, EvaluationMath.Evaluate(logits_NK, [1, 1, 0], classes: 2).CalibrationError, 6);
    }

    [Fact]
    public void A_confidence_on_the_border_belongs_to_the_lower_bin()
    {
        var tally = new CalibrationTally(2);
        tally.Add(0.5, hit: false);
        tally.Add(0.3, hit: true);

        // Together |0.8 - 1| / 2; in bins of their own it would be (0.5 + 0.7) / 2.
        Assert.Equal(0.1, tally.Error, 12);
    }

    [Fact]
    public void Agreement_compares_with_the_teacher_and_not_with_the_labels()
    {
        float[] student_NK = [1, 0, 0, 1, 1, 0];
        float[] teacher_NK = [5, 0, 7, 1, 2, 0];
        Assert.Equal(2 / 3.0, EvaluationMath.Evaluate(student_NK, [1, 1, 1], classes: 2, teacher_NK).TeacherAgreement!.Value, 12);
    }

    [Fact]
    public void The_fifth_of_equal_logits_is_in_the_top_five_and_the_sixth_is_not()
    {
        var logits_NK = new float[14];
        Assert.Equal(0.5, EvaluationMath.Evaluate(logits_NK, [4, 5], classes: 7).Top5);
    }

    [Fact]
    public void Huge_logits_do_not_overflow() =>
        Assert.Equal(6e38, EvaluationMath.Evaluate([3e38f, -3e38f], [1], classes: 2).NegativeLogLikelihood, 1e33);

    [Fact]
    public void Adding_a_constant_to_a_row_changes_nothing() =>
        Prop.ForAll(Gen.Choose(-500, 500).Four().ToArbitrary(), four =>
        {
            float[] row = [four.Item1 / 64f, four.Item2 / 64f, four.Item3 / 64f];
            float[] moved = [.. row.Select(logit => logit + (four.Item4 / 64f))];
            var (plain, shifted) = (EvaluationMath.Evaluate(row, [1], 3), EvaluationMath.Evaluate(moved, [1], 3));
            return plain.Top1 == shifted.Top1 && Math.Abs(plain.NegativeLogLikelihood - shifted.NegativeLogLikelihood) < 1e-9;
        }).CheckQuietly();

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentException>(() => EvaluationMath.Evaluate([], [], 2));
        Assert.Throws<ArgumentException>(() => EvaluationMath.Evaluate([1, 2, 3], [0], 2));
        Assert.Throws<ArgumentException>(() => EvaluationMath.Evaluate([1, 2], [2], 2));
        Assert.Throws<ArgumentException>(() => EvaluationMath.Evaluate([1, 2], [0], 2, [1]));
    }

    [Fact]
    public void A_logit_that_is_not_finite_is_named_with_its_sample() =>
        Assert.Contains("sample 1", Assert.Throws<ArgumentException>(() => EvaluationMath.Evaluate([1, 2, float.NaN, 0], [0, 0], 2)).Message, StringComparison.Ordinal);
}
