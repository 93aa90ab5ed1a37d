using System.Text.Json.Serialization;

namespace Distill.Reports;

/// <summary>One line of <c>metrics.jsonl</c>: what a model's training measured at one point.</summary>
public sealed record MetricsLine
{
    /// <summary>The line of one point of a model's curve.</summary>
    /// <param name="role">Whose curve.</param>
    /// <param name="seed">The model's seed.</param>
    /// <param name="point">The point.</param>
    /// <param name="student">The student's name; null where the job has one student only.</param>
    public static MetricsLine Of(ModelRole role, int seed, CurvePoint point, string? student = null) => new()
    {
        Student = student,
        Role = role,
        Seed = seed,
        Epoch = point.Epoch,
        Step = point.Step,
        LearningRate = point.LearningRate,
        Loss = point.Loss,
        Terms = point.Terms,
        Accuracy = point.Accuracy,
        TeacherAgreement = point.TeacherAgreement,
        OrderOverlap = point.OrderOverlap,
        OrderTau = point.OrderTau,
        OrderLoss = point.OrderLoss,
        OrderOverlapSkill = point.OrderOverlapSkill,
        OrderTauSkill = point.OrderTauSkill,
    };

    /// <summary>The student, or the one that a baseline belongs to; null, and not written, where the job has one student only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Student { get; init; }

    /// <summary>Whose measurement it is.</summary>
    public required ModelRole Role { get; init; }

    /// <summary>The seed of the model.</summary>
    public required int Seed { get; init; }

    /// <summary>The epoch, from 1, that the last step belongs to.</summary>
    public required int Epoch { get; init; }

    /// <summary>The number of optimiser steps done: together with student, role and seed the key of the line.</summary>
    public required long Step { get; init; }

    /// <summary>The learning rate of the last step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The total loss, mean over the steps since the line before.</summary>
    public required double Loss { get; init; }

    /// <summary>Every loss term by its name, before its weight is applied, mean over the same steps.</summary>
    public required IReadOnlyDictionary<string, double> Terms { get; init; }

    /// <summary>Top-1 accuracy on the held-out images, 0 to 1; null when not measured.</summary>
    public double? Accuracy { get; init; }

    /// <summary>The fraction of held-out images on which the model names the teacher's class; null when not measured.</summary>
    public double? TeacherAgreement { get; init; }

    /// <summary>The share of the teacher's order prefix found in the model's, 0 to 1; null when not measured.</summary>
    public double? OrderOverlap { get; init; }

    /// <summary>Kendall tau of the model's order against the teacher's prefix, -1 to 1; null when not measured.</summary>
    public double? OrderTau { get; init; }

    /// <summary>The activation-order loss over that of a model that knows nothing; null when not measured.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? OrderLoss { get; init; }

    /// <summary>How much of the overlap that one order for all images leaves to be had is reached, 1 at most; null when not measured.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? OrderOverlapSkill { get; init; }

    /// <summary>The same for <see cref="OrderTau"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? OrderTauSkill { get; init; }

    /// <summary>Images per second of the steps since the line before; null when not measured. A figure of the machine, never of the model.</summary>
    public double? SamplesPerSecond { get; init; }
}
