namespace Distill.Pipeline.Cleaning;

/// <summary>Something of a store that can go.</summary>
/// <param name="Path">The folder that it lies in, with a final slash.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Reason">Why it can go, as a clause.</param>
/// <param name="Artifacts">The paths to delete, in this order: what says that the others are complete goes first.</param>
public sealed record Garbage(string Path, long Bytes, string Reason, IReadOnlyList<string> Artifacts);
