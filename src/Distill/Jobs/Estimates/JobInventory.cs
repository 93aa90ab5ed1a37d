namespace Distill.Jobs.Estimates;

/// <summary>What of a job is in the store already.</summary>
/// <param name="TeacherIsTrained">A teacher of the same recipe is there.</param>
/// <param name="Views">Complete views of the job's label set.</param>
public sealed record JobInventory(bool TeacherIsTrained = false, int Views = 0);
