using System.Text.Json.Serialization;

namespace Distill.Reports;

/// <summary>A student's state at the end of one epoch.</summary>
public sealed record CurvePoint
{
    /// <summary>The epoch, from 1, that this point ends.</summary>
    public required int Epoch { get; init; }

    /// <summary>The number of optimiser steps done.</summary>
    public required long Step { get; init; }

    /// <summary>The learning rate of the last step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The total loss, mean over the steps since the point before.</summary>
    public required double Loss { get; init; }

    /// <summary>Every loss term by its name, before its weight is applied, mean over the same steps.</summary>
    public required IReadOnlyDictionary<string, double> Terms { get; init; }

    /// <summary>Top-1 accuracy on the held-out images, 0 to 1; null when this epoch was not evaluated.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Top-1 accuracy on the images that are held out to choose by, 0 to 1; null where none are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ValidationAccuracy { get; init; }

    /// <summary>The fraction of held-out images on which the student names the teacher's class; null when not measured.</summary>
    public double? TeacherAgreement { get; init; }

    /// <summary>The share of the teacher's order prefix found in the student's, 0 to 1; null when not measured.</summary>
    public double? OrderOverlap { get; init; }

    /// <summary>Kendall tau of the student's order against the teacher's prefix, -1 to 1; null when not measured.</summary>
    public double? OrderTau { get; init; }

    /// <summary>The student's activation-order loss over that of a student that knows nothing, 1 at first; null where no order is learned.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? OrderLoss { get; init; }

    /// <summary>How much of the overlap that one order for all images leaves to be had is reached, 1 at most; null where no order is learned.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? OrderOverlapSkill { get; init; }

    /// <summary>The same for <see cref="OrderTau"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? OrderTauSkill { get; init; }
}
