namespace Distill.Server.Access;

/// <summary>What a caller may do; each right holds those before it.</summary>
public enum Right
{
    /// <summary>Look at jobs, labels, workers, and take students away.</summary>
    Read,

    /// <summary>Submit jobs, cancel them and have them go on.</summary>
    Submit,

    /// <summary>Delete jobs, and discard or put back messages that failed.</summary>
    Admin,
}
