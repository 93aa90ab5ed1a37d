namespace Distill.Pipeline.LabelStreams;

/// <summary>What stands in the stream is not what was read there before.</summary>
internal sealed class StreamChangedException() : Exception("the stream was trimmed, or deleted and made anew");
