namespace Distill.Jobs;

/// <summary>
/// Ways to take the information out of an activation order and leave everything else as it is. They are controls for experiments, not
/// methods: a student that gains from one of them gains from something else than the teacher's order.
/// </summary>
public static class OrderControls
{
    /// <summary>The teacher's order.</summary>
    public const string None = "none";

    /// <summary>Every sample gets the order of another sample of its chunk.</summary>
    public const string Shuffled = "shuffled";

    /// <summary>Every sample gets one and the same order.</summary>
    public const string Constant = "constant";

    /// <summary>Every sample keeps its set of channels and gets them in a random order, always the same one for a sample of a view.</summary>
    public const string Set = "set";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [None, Shuffled, Constant, Set];
}
