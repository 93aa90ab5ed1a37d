using Distill.Data;
using Distill.Labels;
using Distill.Learning;
using Distill.Pipeline.Jobs;

namespace Distill.Pipeline.Alerts;

/// <summary>What raises an alert.</summary>
internal static class AlertRules
{
    /// <summary>What a student's accuracies tell; null where all is well.</summary>
    public static Alert? Of(JobOutcome outcome)
    {
        var below = outcome.Students.Where(student => student.Accuracy < student.Baseline).ToList();
        return below.Count == 0 ? null : new Alert(Alert.BelowBaseline, string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{string.Join(" and ", below.Select(student => $"{student.Name} ({100 * student.Accuracy:0.00} %)"))} ended below the same network without the teacher ({string.Join(", ", below.Select(student => $"{100 * student.Baseline:0.00} %"))})."));
    }

    /// <summary>What a failure tells; null where it is no case for an alert.</summary>
    public static Alert? Of(Exception failure) => failure switch
    {
        TrainingException { IsDiverged: true } => new Alert(Alert.NotANumber, failure.Message),
        LabelCorruptException => null,
        LabelException or DataProblemException => new Alert(Alert.Mismatch, failure.Message),
        _ => null,
    };
}
