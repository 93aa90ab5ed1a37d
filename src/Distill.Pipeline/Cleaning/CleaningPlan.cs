namespace Distill.Pipeline.Cleaning;

/// <summary>What a cleaning removes, and what it leaves.</summary>
/// <param name="Garbage">What goes, in the order of its removal.</param>
/// <param name="Kept">Bytes that stay.</param>
/// <param name="Undecided">Jobs that have no teacher yet: while there are any, labels and models that no job names stay, because these may take them up.</param>
public sealed record CleaningPlan(IReadOnlyList<Garbage> Garbage, long Kept, IReadOnlyList<string> Undecided)
{
    /// <summary>Bytes that go.</summary>
    public long Freed => Garbage.Sum(garbage => garbage.Bytes);
}
