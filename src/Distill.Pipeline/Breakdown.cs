namespace Distill.Pipeline;

/// <summary>Why a worker process has become useless.</summary>
/// <param name="Sentence">What happened and what to do, for people.</param>
/// <param name="IsQuarantined">Whether its labels are wrong; false where only its connection is lost.</param>
public sealed record Breakdown(string Sentence, bool IsQuarantined);
