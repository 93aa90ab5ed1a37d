namespace Distill.Pipeline.LabelStreams;

/// <summary>One message to send.</summary>
/// <param name="Append">What it is a part of.</param>
/// <param name="Index">Which part.</param>
internal readonly record struct OutgoingFrame(LabelAppend Append, int Index);
