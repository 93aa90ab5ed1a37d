namespace Distill.Pipeline.Jobs;

/// <summary>
/// A worker whose labels of a set are withdrawn (<c>labels/FINGERPRINT/quarantine/WORKER.json</c>, create-if-absent); it stays until a
/// person removes it.
/// </summary>
/// <param name="Version">Version of this format, 1.</param>
/// <param name="Worker">The worker.</param>
/// <param name="View">View of the chunk that gave it away.</param>
/// <param name="Chunk">That chunk.</param>
/// <param name="Published">SHA-256 of what it had made.</param>
/// <param name="Expected">SHA-256 of what it should have made.</param>
/// <param name="By">Who found out; the worker itself where it failed its own proof.</param>
/// <param name="Time">When, UTC.</param>
internal sealed record QuarantineRecord(
    int Version, string Worker, int View, int Chunk, string Published, string Expected, string By, DateTimeOffset Time);
