using Distill.Cli.Screens;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Distill.Tests.Cli.Screens;

/// <summary>A screen as text: 100 columns, no colours.</summary>
internal static class Drawing
{
    public static string Of(IRenderable screen)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = 100;
        console.Profile.Capabilities.Unicode = true;
        console.Write(new Trimmed(screen));
        return writer.ToString();
    }
}
