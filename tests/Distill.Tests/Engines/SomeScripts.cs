using System.IO.Compression;
using System.Text;

namespace Distill.Tests.Engines;

/// <summary>TorchScript files as PyTorch writes them, of programs without weights.</summary>
internal static class SomeScripts
{
    /// <summary>A program that gives the first pixels of an image as logits.</summary>
    public static byte[] FirstPixels(int classes) => File($"torch.slice(torch.flatten(x, 1), 1, 0, {classes})", "Tensor");

    /// <summary>Logits of three classes, a map of each image, a vector of each image, and a number that belongs to none.</summary>
    public static byte[] Tuple() => File(
        "(torch.mean(x, [2, 3]), torch.relu(x), torch.flatten(x, 1), torch.mean(x))", "Tuple[Tensor, Tensor, Tensor, Tensor]");

    /// <summary>A file with one class, whose forward returns an expression over <c>x</c>.</summary>
    public static byte[] File(string expression, string type)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            // A pickle of protocol 2: an object of class __torch__.Net with {'training': False}.
            Add(archive, "data.pkl", [0x80, 2, .. "c__torch__\nNet\n)"u8, 0x81, .. "}(X\u0008\0\0\0training"u8, 0x89, .. "ub."u8]);
            Add(archive, "code/__torch__.py", Encoding.UTF8.GetBytes($"""
                class Net(Module):
                  __parameters__ = []
                  __buffers__ = []
                  training : bool
                  def forward(self: __torch__.Net,
                    x: Tensor) -> {type}:
                    return {expression}

                """));
            Add(archive, "constants.pkl", [0x80, 2, .. ")."u8]);
            Add(archive, "version", "3\n"u8);
        }

        return file.ToArray();
    }

    private static void Add(ZipArchive archive, string name, ReadOnlySpan<byte> content)
    {
        using var entry = archive.CreateEntry($"some/{name}", CompressionLevel.NoCompression).Open();
        entry.Write(content);
    }
}
