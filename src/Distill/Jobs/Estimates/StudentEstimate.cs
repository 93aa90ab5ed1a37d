namespace Distill.Jobs.Estimates;

/// <summary>The size of one of a job's students.</summary>
/// <param name="Name">Its name within the job.</param>
/// <param name="Model">Its network.</param>
public sealed record StudentEstimate(string Name, ModelEstimate Model);
