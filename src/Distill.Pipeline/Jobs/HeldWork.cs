namespace Distill.Pipeline.Jobs;

/// <summary>A piece of work that a worker holds.</summary>
/// <param name="Job">The job that it is for.</param>
/// <param name="Work">What it is, as in <c>trains student</c>.</param>
/// <param name="Since">When it was taken, UTC.</param>
public sealed record HeldWork(string Job, string Work, DateTimeOffset Since);
