using Distill.Randomness;

namespace Distill.Tests.Support;

/// <summary>Files damaged at random, for readers that must not believe what they read.</summary>
internal static class Damage
{
    private const ulong Stream = 77;

    /// <summary>
    /// Reads damaged copies of files, each after the other, for some rounds or for as many seconds as the environment variable
    /// DISTILL_FUZZ_SECONDS says.
    /// </summary>
    public static void Try(IReadOnlyList<byte[]> originals, ulong rounds, Action<byte[]> read)
    {
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("DISTILL_FUZZ_SECONDS"), out var asked) ? asked : 0;
        var clock = TimeProvider.System.GetTimestamp();
        var round = 0UL;
        for (; round < rounds || TimeProvider.System.GetElapsedTime(clock).TotalSeconds < seconds; round++)
        {
            read(Changed(originals[(int)(round % (ulong)originals.Count)], round));
        }

        Xunit.TestContext.Current.SendDiagnosticMessage($"{round} damaged files were read.");
    }

    private static byte[] Changed(byte[] original, ulong seed)
    {
        var bytes = (byte[])original.Clone();
        var draw = 0UL;
        int Next(int most) => CounterRandom.Below(most, seed, Stream, draw++);
        for (var changes = 1 + Next(6); changes > 0; changes--)
        {
            // The structure lies before and behind the weights; their bytes are the least interesting.
            var at = Next(3) == 0 ? Next(bytes.Length) : Next(2) == 0 ? Next(Math.Min(4000, bytes.Length)) : bytes.Length - 1 - Next(Math.Min(2000, bytes.Length));
            bytes[at] = Next(3) switch { 0 => (byte)(bytes[at] ^ (1 << Next(8))), 1 => (byte)Next(256), _ => (byte)(Next(2) * 255) };
        }

        return Next(8) == 0 ? bytes[..Next(bytes.Length)] : bytes;
    }
}
