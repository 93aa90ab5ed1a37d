namespace Distill.Pipeline;

/// <summary>
/// Named moments at which a process may die without harm. A test names one in <c>DISTILL_CRASH_AT</c> (<c>NAME</c> or <c>NAME:COUNT</c>);
/// the process then kills itself there with SIGKILL, at the given passing, the first by default.
/// </summary>
internal static class CrashPoint
{
    private static readonly string[] s_wish = (Environment.GetEnvironmentVariable("DISTILL_CRASH_AT") ?? "").Split(':');
    private static readonly int s_at = s_wish.Length > 1 ? int.Parse(s_wish[1], System.Globalization.CultureInfo.InvariantCulture) : 1;
    private static int s_passed;

    /// <summary>Whether a test has named this point.</summary>
    public static bool IsWanted(string name) => s_wish[0] == name;

    /// <summary>Says that the process is at this point.</summary>
    public static void Pass(string name)
    {
        if (s_wish[0] == name && Interlocked.Increment(ref s_passed) == s_at)
        {
            System.Diagnostics.Process.GetCurrentProcess().Kill();
            new ManualResetEventSlim().Wait();
        }
    }
}
