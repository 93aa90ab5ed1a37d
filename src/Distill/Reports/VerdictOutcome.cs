namespace Distill.Reports;

/// <summary>What the comparison with the student trained alone came to.</summary>
public enum VerdictOutcome
{
    /// <summary>There was nothing to compare: no teacher or no baseline.</summary>
    None,

    /// <summary>The difference is not larger than chance between seeds explains, or there is one seed only.</summary>
    Inconclusive,

    /// <summary>The students with a teacher are better, beyond chance between seeds.</summary>
    Helped,

    /// <summary>The students with a teacher are worse, beyond chance between seeds.</summary>
    Hurt,
}
