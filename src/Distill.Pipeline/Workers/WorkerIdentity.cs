namespace Distill.Pipeline.Workers;

/// <summary>Who this process is among the workers, and what it does.</summary>
/// <param name="Id">Name of the process in logs, events and label frames: letters, digits and hyphens.</param>
/// <param name="Route">Kind of this machine; see <see cref="Messaging.Routes"/>. Empty where the process computes nothing.</param>
/// <param name="Roles">What it does.</param>
/// <param name="IsAlone">Whether the bus ends at this process, so that nobody else could do what it leaves.</param>
internal sealed record WorkerIdentity(string Id, string Route, WorkerRoles Roles, bool IsAlone)
{
    private const int LongestHost = 40;

    /// <summary>A name that no other process has: host, process, and a piece of the start time.</summary>
    public static string NameOf(string host, int process, TimeProvider time)
    {
        var plain = string.Concat(host.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        return $"{plain[..Math.Min(plain.Length, LongestHost)]}-{process}-{time.GetUtcNow().Ticks & 0xffff:x4}";
    }
}
