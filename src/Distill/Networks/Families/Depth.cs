namespace Distill.Networks;

/// <summary>The depth in a network's name, in blocks.</summary>
internal static class Depth
{
    private const int Deepest = 2000;

    /// <summary>n of a depth that is perBlock · n + fixed, n at least 1, for a depth of at most 2000.</summary>
    /// <exception cref="NetworkProblemException">There is no such n.</exception>
    public static int BlocksPerStage(string network, int depth, int perBlock, int outside) =>
        depth > outside && depth <= Deepest && (depth - outside) % perBlock == 0
            ? (depth - outside) / perBlock
            : throw new NetworkProblemException(
                $"There is no network \"{network}\": its depth {depth} must be {perBlock}n + {outside}, from {perBlock + outside} to {Deepest}.");
}
