namespace Distill.Pipeline.Workers;

/// <summary>What a process does.</summary>
[Flags]
public enum WorkerRoles
{
    /// <summary>Submits and follows only.</summary>
    None = 0,

    /// <summary>Labels.</summary>
    Teacher = 1,

    /// <summary>Prepares jobs, trains, reports.</summary>
    Student = 2,

    /// <summary>Everything.</summary>
    All = Teacher | Student,
}
