namespace Distill.Server.Documents;

/// <summary>How many messages something was done to.</summary>
/// <param name="Messages">The count.</param>
internal sealed record MessageCount(int Messages);
