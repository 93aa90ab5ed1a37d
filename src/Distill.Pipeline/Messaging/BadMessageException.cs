namespace Distill.Pipeline.Messaging;

/// <summary>
/// A message that no sound worker sends. It goes to the error queue with its sentence, and no job is touched: whoever can write into a
/// queue must not be able to end the jobs of others.
/// </summary>
/// <param name="message">The sentence.</param>
internal sealed class BadMessageException(string message) : Exception(message);
