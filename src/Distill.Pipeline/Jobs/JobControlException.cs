namespace Distill.Pipeline.Jobs;

/// <summary>A job is not in a state in which it can be cancelled, resumed, retried or deleted. The message is one sentence for a user.</summary>
/// <param name="message">The sentence.</param>
public sealed class JobControlException(string message) : Exception(message);
