using System.Text.Json.Serialization;

namespace Distill.Reports;

/// <summary>How a network does on the held-out images. <see cref="EvaluationMath"/> says how each figure is computed.</summary>
public sealed record Evaluation
{
    /// <summary>The number of images evaluated.</summary>
    public required int Samples { get; init; }

    /// <summary>The fraction of images whose highest logit is the label's.</summary>
    public required double Top1 { get; init; }

    /// <summary>The fraction of images whose label is among the five highest logits (all of them below five classes).</summary>
    public required double Top5 { get; init; }

    /// <summary>Mean negative log-likelihood of the label, in nats.</summary>
    public required double NegativeLogLikelihood { get; init; }

    /// <summary>Expected calibration error over 15 equal bins of confidence, from 0 (confidence is honest) to 1.</summary>
    public required double CalibrationError { get; init; }

    /// <summary>The fraction of images on which teacher and student name the same class; null without a teacher.</summary>
    public double? TeacherAgreement { get; init; }

    /// <summary>The mean fraction of channels that the teacher's and the student's activation-order prefixes share, 0 to 1; null where no order is learned.</summary>
    public double? OrderOverlap { get; init; }

    /// <summary>Mean Kendall tau of the student's order against the teacher's prefix, -1 to 1; null where no order is learned.</summary>
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

    /// <summary>Top-1 accuracy among the images of each class, in class order; null for a class without images.</summary>
    public required IReadOnlyList<double?> PerClass { get; init; }
}
