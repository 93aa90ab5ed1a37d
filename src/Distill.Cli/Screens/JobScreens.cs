namespace Distill.Cli.Screens;

/// <summary>Chooses the screen that a call can show.</summary>
internal static class JobScreens
{
    /// <param name="call">The call.</param>
    /// <param name="heading">What the job is, in a line.</param>
    /// <param name="onInterrupt">What Ctrl-C does, for the footer.</param>
    public static IJobScreen For(Invocation call, string heading, string onInterrupt) => call switch
    {
        { Settings.Quiet: true } => new SilentJobScreen(),
        { Terminal.IsLive: true } => new LiveJobScreen(call.Error, heading, onInterrupt),
        _ => new PlainJobScreen(call.Terminal.Error, heading, call.Terminal.Time),
    };
}
