namespace Distill.Pipeline.Inputs;

/// <summary>What of a job's files is in the store (<c>jobs/NAME/inputs.json</c>), so that workers on other machines find them.</summary>
/// <param name="Dataset">Id of the dataset's files; null where the program brings the dataset along.</param>
/// <param name="Teacher">Id of the teacher's weights; null where the job names no file of weights.</param>
public sealed record JobInputs(string? Dataset, string? Teacher);
