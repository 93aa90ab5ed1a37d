namespace Distill.Pipeline.Inputs;

/// <summary>How far an upload is.</summary>
/// <param name="Done">Bytes that are in the store, those that were there before included.</param>
/// <param name="Total">Bytes in all.</param>
public sealed record InputProgress(long Done, long Total);
