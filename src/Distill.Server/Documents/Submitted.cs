namespace Distill.Server.Documents;

/// <summary>A job that was taken.</summary>
/// <param name="Job">Its name.</param>
/// <param name="Href">Where it is.</param>
internal sealed record Submitted(string Job, string Href);
