namespace Distill.Server.Documents;

/// <summary>The job files that come with the program, and whether this server takes jobs.</summary>
/// <param name="Version">Version of this shape.</param>
/// <param name="TakesJobs">Whether it does.</param>
/// <param name="Examples">The job files.</param>
internal sealed record ExampleList(int Version, bool TakesJobs, IReadOnlyList<Example> Examples);
