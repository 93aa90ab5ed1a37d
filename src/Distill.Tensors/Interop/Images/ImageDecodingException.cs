namespace Distill.Tensors.Interop.Images;

/// <summary>The bytes of a picture cannot be decoded; the message is the decoder's own short reason.</summary>
public sealed class ImageDecodingException(string reason) : Exception(reason);
