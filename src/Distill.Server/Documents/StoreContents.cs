namespace Distill.Server.Documents;

/// <summary>The files of the store below a prefix with all that is in them.</summary>
/// <param name="Version">Version of this shape.</param>
/// <param name="Files">The files.</param>
internal sealed record StoreContents(int Version, IReadOnlyList<StoreContents.File> Files)
{
    /// <summary>One file.</summary>
    /// <param name="Path">Its path.</param>
    /// <param name="Content">Its bytes, in base64.</param>
    internal sealed record File(string Path, ReadOnlyMemory<byte> Content);
}
