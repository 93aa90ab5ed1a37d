using System.Security.Cryptography;
using Distill.Labels;

namespace Distill.Benchmarks.LabelLogs;

/// <summary>Label sets of plain logits: a chunk has 512 samples, so 1 KB for each class.</summary>
internal static class LabelSets
{
    /// <summary>A set that no other round uses.</summary>
    public static LabelSet Fresh(int classes = 50, int chunks = 1) => new()
    {
        TeacherNetwork = "n",
        TeacherWeights = "w",
        Dataset = "d",
        Preprocessing = "p",
        Augmentation = "a",
        Seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)),
        Samples = 512 * chunks,
        Classes = classes,
        Precision = "float32",
        NumericsClass = "any",
    };

    /// <summary>An encoded chunk.</summary>
    public static byte[] Chunk(LabelSet set, int view, int index)
    {
        var random = new Random((view * 1000) + index);
        var logits = new Half[set.CountOf(index) * set.Classes];
        for (var i = 0; i < logits.Length; i++)
        {
            logits[i] = (Half)(random.NextSingle() * 8);
        }

        return LabelChunkCodec.Encode(set, new() { View = view, Index = index, Count = set.CountOf(index), Logits_NK = logits, Orders = [], CalibrationDigest = "" });
    }
}
