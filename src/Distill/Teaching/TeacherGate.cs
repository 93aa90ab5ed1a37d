using Distill.Labels;
using Distill.Reports;

namespace Distill.Teaching;

/// <summary>Decides, before anything is labelled, whether a teacher knows the dataset: a wrong normalisation or class order shows here.</summary>
public static class TeacherGate
{
    /// <summary>How far below its published accuracy a teacher may be, as a fraction.</summary>
    public const double ClaimTolerance = 0.02;

    /// <summary>Lets a teacher pass or stops the job.</summary>
    /// <param name="teacher">How the message calls the teacher.</param>
    /// <param name="evaluation">The teacher on the test split.</param>
    /// <param name="classes">Classes of the dataset.</param>
    /// <param name="required">The job's own limit (<c>teacher.minimum_accuracy</c>), or null.</param>
    /// <param name="claimed">The published accuracy of a catalogued teacher, or null.</param>
    /// <exception cref="LabelException">The teacher is not good enough.</exception>
    public static void Check(string teacher, Evaluation evaluation, int classes, double? required, double? claimed)
    {
        var (least, reason) = (required, claimed) switch
        {
            ({ } limit, _) => (limit, $"teacher.minimum_accuracy asks for {limit:P2}"),
            (null, { } claim) => (claim - ClaimTolerance, $"it is published with {claim:P2}"),
            _ => (1.5 / classes, $"chance is {1.0 / classes:P2}"),
        };
        if (evaluation.Top1 < least)
        {
            throw new LabelException(
                $"The teacher {teacher} gets {evaluation.Top1:P2} of {evaluation.Samples} test images right, but {reason}; check dataset.normalization, the order of the classes and that the weights belong to this dataset.");
        }
    }
}
