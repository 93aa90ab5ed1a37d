using Distill.Engines;
using Distill.Jobs;
using Distill.Labels;
using Distill.Networks;
using Distill.Teaching;

namespace Distill.Pipeline.Jobs;

/// <summary>A network that can teach, as kept in the store under <c>models/</c>.</summary>
/// <param name="Id">Digest of graph and weights, the folder's name; empty before it is stored.</param>
/// <param name="Network">Its graph.</param>
/// <param name="Weights">Its weights; none where another engine runs it.</param>
/// <param name="Bytes">Size of its weights file.</param>
/// <param name="Program">The whole file of a teacher that another engine runs; null for others.</param>
public sealed record TeacherModel(string Id, Network Network, Weights Weights, long Bytes, byte[]? Program = null)
{
    /// <summary>SHA-256 (hexadecimal) of its weights, or of the file that another engine runs.</summary>
    public string WeightsDigest => Program is null ? Weights.Digest : JobStore.Hash(Program);

    /// <summary>Its forward pass, on the calling thread alone.</summary>
    /// <exception cref="NetworkProblemException">Another engine runs it, and the set asks for bfloat16.</exception>
    public IForward Forward(LabelSet set)
    {
        if (Program is not { } file)
        {
            return Teacher.Forward(set, Network, Weights);
        }

        return set.Precision == PrecisionNames.Float32
            ? ForeignModel.Forward(Network, file, [.. set.Taps.Select(tap => tap.Node)], set.BatchSize, threads: 1)
            : throw ForeignTeacher.OnlyFloat32(Network.Name);
    }
}
