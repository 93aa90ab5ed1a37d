using Distill.Artifacts;
using Distill.Reports;

namespace Distill.Cli.Stored;

/// <summary>A finished student of the store.</summary>
/// <param name="Job">The job that trained it.</param>
/// <param name="Name">Its name within the job.</param>
/// <param name="Report">What the job's report says about it.</param>
/// <param name="Folder">Where it lies.</param>
/// <param name="Manifest">What lies there.</param>
internal sealed record StoredStudent(string Job, string Name, SeedReport Report, ArtifactFolder Folder, Manifest Manifest);
