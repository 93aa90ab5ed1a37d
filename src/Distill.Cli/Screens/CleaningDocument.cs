using Distill.Pipeline.Cleaning;

namespace Distill.Cli.Screens;

/// <summary>What <c>gc</c> removed, or would, as programs read it.</summary>
internal sealed record CleaningDocument(bool DryRun, long FreedBytes, long KeptBytes, IReadOnlyList<CleaningDocument.Item> Removed)
{
    public static CleaningDocument Of(CleaningPlan plan, bool dryRun) =>
        new(dryRun, plan.Freed, plan.Kept, [.. plan.Garbage.Select(garbage => new Item(garbage.Path, garbage.Bytes, garbage.Reason))]);

    /// <summary>One file or folder.</summary>
    internal sealed record Item(string Path, long Bytes, string Reason);
}
