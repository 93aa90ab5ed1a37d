using System.CommandLine;
using Distill.Cli.Screens;
using Distill.Pipeline.Cleaning;

namespace Distill.Cli.Commands;

/// <summary><c>distill gc</c>: removes from the store what nothing refers to.</summary>
internal static class GarbageCollection
{
    private static readonly Option<bool> s_dryRun = new("--dry-run") { Description = "Only show what would go" };

    private static readonly Option<string> s_olderThan = new("--older-than")
    {
        Description = "Age from which labels, teachers and data that no job names go, such as 12h or 7d; at least 1h",
        HelpName = "age",
        DefaultValueFactory = _ => "7d",
    };

    private static readonly Option<string?> s_keep = new("--keep")
    {
        Description = "Most that the store may keep, such as 50GB; above that the labels of finished jobs go, the oldest first",
        HelpName = "size",
    };

    public static Command Create(Terminal terminal) => Verb.Create(
        terminal, "gc", "Remove from the store what nothing refers to", [s_dryRun, s_olderThan, s_keep], RunAsync);

    private static async Task<int> RunAsync(Invocation call)
    {
        var keep = call.Parse.GetValue(s_keep);
        var options = new CleaningOptions
        {
            OlderThan = Quantities.Span(call.Parse.GetValue(s_olderThan)!, "--older-than"),
            Keep = keep is null ? null : Quantities.Bytes(keep, "--keep"),
        };
        var dryRun = call.Parse.GetValue(s_dryRun);
        var cleaner = new Cleaner(call.OpenStore(), call.Terminal.Time);
        var plan = dryRun ? await cleaner.PlanAsync(options, call.Terminal.Interrupted) : await cleaner.CleanAsync(options, call.Terminal.Interrupted);
        if (call.IsJson)
        {
            call.WriteJson(CleaningDocument.Of(plan, dryRun));
        }
        else
        {
            call.WriteLines(CleaningTable.Of(plan));
        }

        call.Say(Summary(plan, dryRun));
        if (plan.Undecided is [var first, ..])
        {
            call.Say($"Labels and teachers stay for now, because the job {first} has no teacher yet and may take them up.");
        }
        else if (plan.Kept > options.Keep)
        {
            call.Say($"That is more than {Figures.Bytes(options.Keep.Value)}; the rest belongs to jobs, and `distill delete` removes one.");
        }

        return ExitCode.Ok;
    }

    private static string Summary(CleaningPlan plan, bool dryRun) => plan.Garbage.Count == 0
        ? $"There is nothing to remove; the store keeps {Figures.Bytes(plan.Kept)}."
        : $"{Figures.Bytes(plan.Freed)} {(dryRun ? "would be freed" : "freed")}; the store {(dryRun ? "would keep" : "keeps")} {Figures.Bytes(plan.Kept)}.";
}
