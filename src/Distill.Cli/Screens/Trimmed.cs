using Spectre.Console.Rendering;

namespace Distill.Cli.Screens;

/// <summary>A screen without the blanks that fill tables up to their last column: they would end up in files and in copied text.</summary>
internal sealed class Trimmed(IRenderable screen) : IRenderable
{
    public Measurement Measure(RenderOptions options, int maxWidth) => screen.Measure(options, maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var lines = Segment.SplitLines(screen.Render(options, maxWidth));
        if (lines is [var only] && only.TrueForAll(segment => segment.Text.Length == 0))
        {
            yield break;
        }

        foreach (var line in lines)
        {
            var filled = line.FindLastIndex(segment => !segment.IsControlCode && !string.IsNullOrWhiteSpace(segment.Text));
            foreach (var (index, segment) in line.Take(filled + 1).Index())
            {
                yield return index == filled ? new Segment(segment.Text.TrimEnd(), segment.Style) : segment;
            }

            yield return Segment.LineBreak;
        }
    }
}
