using Distill.Wording;

namespace Distill.Jobs.Yaml;

/// <summary>
/// Replaces <c>recipe: quick</c> by the settings that it stands for, as far as the file does not state them. Their budgets are documented
/// in docs/training.md.
/// </summary>
internal static class Recipes
{
    private const string Key = "recipe";

    private static readonly Dictionary<string, string> s_texts = new()
    {
        ["quick"] = """
            labels: { views: 4 }
            training:
              epochs: 12
              batch_size: 64
              optimizer: { kind: sgd, lr: 0.1, momentum: 0.9, nesterov: true, weight_decay: 0.0005 }
              schedule: { kind: cosine, warmup_epochs: 1 }
              evaluate_every: 4
            """,
        ["standard"] = """
            labels: { views: 12 }
            training:
              epochs: 48
              batch_size: 64
              optimizer: { kind: sgd, lr: 0.05, momentum: 0.9, nesterov: true, weight_decay: 0.0005 }
              schedule: { kind: cosine, warmup_epochs: 2 }
              evaluate_every: 8
            """,
        ["patient"] = """
            labels: { views: 240 }
            training:
              epochs: 240
              batch_size: 64
              optimizer: { kind: sgd, lr: 0.05, momentum: 0.9, nesterov: true, weight_decay: 0.0005 }
              schedule: { kind: cosine, warmup_epochs: 5 }
              evaluate_every: 20
            """,
    };

    /// <summary>The words that there are.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_texts.Keys];

    /// <summary>Puts the settings of the recipe, if the file names one, in its place.</summary>
    public static void Apply(SectionSetting top, ProblemList problems)
    {
        if (top.Find(Key) is not { } entry)
        {
            return;
        }

        top.Entries.Remove(entry);
        if ((entry.Value as ScalarSetting)?.Text is not { } name || !s_texts.TryGetValue(name, out var text))
        {
            var near = entry.Value is ScalarSetting { Text: var word } ? Suggestion.Nearest(word, Names) : null;
            problems.Add(entry.Value.Place, $"{Key} cannot be {entry.Value.Called}; {(near is null ? $"known are {string.Join(", ", Names)}." : $"did you mean \"{near}\"?")}");

            // What it would have given is not missing, too.
            text = s_texts["quick"];
            name = "quick";
        }

        var settings = (SectionSetting)YamlTree.ReadValue(text, new Place($"{Key}: {name}", 0, 0), problems)!;
        Merge(top, settings);
    }

    private static void Merge(SectionSetting into, SectionSetting settings)
    {
        foreach (var entry in settings.Entries)
        {
            switch (into.Find(entry.Key)?.Value)
            {
                case null:
                    into.Entries.Add(entry);
                    break;
                case SectionSetting stated when entry.Value is SectionSetting section && !Differ(stated, section):
                    Merge(stated, section);
                    break;
            }
        }
    }

    // Another kind of optimizer or schedule has settings of its own.
    private static bool Differ(SectionSetting stated, SectionSetting section) =>
        stated.Find("kind")?.Value is ScalarSetting kind && section.Find("kind")?.Value is ScalarSetting usual && kind.Text != usual.Text;
}
