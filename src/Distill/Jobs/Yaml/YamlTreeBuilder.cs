using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Distill.Jobs.Yaml;

/// <summary>
/// Builds settings from the parser's events. It does so itself, and not through a representation model, because that one
/// stops at the first duplicate key and follows aliases without end.
/// </summary>
internal sealed class YamlTreeBuilder(string text, Func<Mark, Place> placeOf, ProblemList problems)
{
    /// <summary>Far more than any job file needs; a hostile one must not exhaust the stack.</summary>
    private const int DeepestNesting = 20;

    private readonly Parser _parser = new(new Scanner(new StringReader(text), skipComments: true));

    /// <summary>How far the parser has come.</summary>
    public Place Here => placeOf(_parser.Current?.End ?? new Mark(0, 1, 1));

    /// <exception cref="YamlException">The text is not YAML, or uses parts of it that job files do without.</exception>
    public Setting Build()
    {
        _parser.Consume<StreamStart>();
        if (_parser.TryConsume<StreamEnd>(out _))
        {
            return new ScalarSetting("", quoted: false, placeOf(new Mark(0, 1, 1)));
        }

        _parser.Consume<DocumentStart>();
        var setting = Next(depth: 0, owner: null);
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out var second))
        {
            throw new UnfitYamlException(second.Start, "a second document starts here (\"---\"); a job file holds one job.");
        }

        return setting;
    }

    /// <summary>A block section or list has the place of the key that owns it: that is where a person looks for it.</summary>
    private Setting Next(int depth, Place? owner)
    {
        RefuseFancyParts(depth);
        if (_parser.TryConsume<Scalar>(out var scalar))
        {
            return new ScalarSetting(scalar.Value, scalar.Style != ScalarStyle.Plain, placeOf(scalar.Start));
        }

        if (_parser.TryConsume<SequenceStart>(out var list))
        {
            return List(depth, list.Style == SequenceStyle.Block && owner is { } listKey ? listKey : placeOf(list.Start));
        }

        var section = _parser.Consume<MappingStart>();
        return Section(depth, section.Style == MappingStyle.Block && owner is { } sectionKey ? sectionKey : placeOf(section.Start));
    }

    private ListSetting List(int depth, Place place)
    {
        var items = new List<Setting>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(Next(depth + 1, owner: null));
        }

        return new ListSetting(items, place);
    }

    private SectionSetting Section(int depth, Place place)
    {
        var entries = new List<SectionEntry>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (!_parser.TryConsume<Scalar>(out var key))
            {
                throw new UnfitYamlException(_parser.Current!.Start, "the name of a setting must be a word.");
            }

            var keyPlace = placeOf(key.Start);
            var value = Next(depth + 1, keyPlace);
            if (entries.Find(entry => entry.Key == key.Value) is { } first)
            {
                problems.Add(keyPlace, $"\"{key.Value}\" is given twice, first in line {first.KeyPlace.Line}; keep one of them.");
            }
            else
            {
                entries.Add(new SectionEntry(key.Value, keyPlace, value));
            }
        }

        return new SectionSetting(entries, place);
    }

    private void RefuseFancyParts(int depth)
    {
        var place = _parser.Current?.Start ?? default;
        if (_parser.Accept<AnchorAlias>(out var alias))
        {
            throw new UnfitYamlException(alias.Start, $"\"*{alias.Value}\" refers to another part of the file, which job files do not use; write the value out.");
        }

        if (_parser.Accept<NodeEvent>(out var node))
        {
            place = node.Start;
            if (!node.Anchor.IsEmpty || !node.Tag.IsEmpty)
            {
                throw new UnfitYamlException(place, "anchors (&name) and tags (!name) are not used in job files; take it out, or quote the value.");
            }
        }

        if (depth > DeepestNesting)
        {
            throw new UnfitYamlException(place, "the settings are nested too deeply for a job file.");
        }
    }
}
