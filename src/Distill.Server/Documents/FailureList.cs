using Distill.Pipeline.Messaging;

namespace Distill.Server.Documents;

/// <summary>The messages that the bus has given up on.</summary>
/// <param name="Version">Version of this shape.</param>
/// <param name="Messages">The messages.</param>
internal sealed record FailureList(int Version, IReadOnlyList<FailedMessage> Messages);
