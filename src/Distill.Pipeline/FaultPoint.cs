using System.Globalization;
using Distill.Labels;

namespace Distill.Pipeline;

/// <summary>
/// Faults of a machine that a test wants: <c>DISTILL_FAULT_AT=flip-label:3</c> flips the lowest bit of one logit in every third chunk that
/// this process teaches, as memory without error correction may do.
/// </summary>
internal static class FaultPoint
{
    private const string Flip = "flip-label";

    private static readonly string[] s_wish = (Environment.GetEnvironmentVariable("DISTILL_FAULT_AT") ?? "").Split(':');
    private static readonly int s_every = s_wish.Length > 1 ? int.Parse(s_wish[1], CultureInfo.InvariantCulture) : 1;
    private static int s_passed;

    /// <summary>Spoils a chunk before it is encoded, where a test has asked for that.</summary>
    public static void FlipLabel(LabelChunk chunk)
    {
        if (s_wish[0] == Flip && Interlocked.Increment(ref s_passed) % s_every == 0)
        {
            Spoil(chunk);
        }
    }

    /// <summary>Flips the lowest bit of a chunk's first logit.</summary>
    public static void Spoil(LabelChunk chunk) =>
        chunk.Logits_NK[0] = BitConverter.UInt16BitsToHalf((ushort)(BitConverter.HalfToUInt16Bits(chunk.Logits_NK[0]) ^ 1));
}
