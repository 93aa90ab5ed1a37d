namespace Distill.Reports;

/// <summary>The part that a trained network plays in a job.</summary>
public enum ModelRole
{
    /// <summary>The network that makes the labels.</summary>
    Teacher,

    /// <summary>The network that learns from them.</summary>
    Student,

    /// <summary>The same network as the student, trained without a teacher.</summary>
    Baseline,
}
