namespace Distill.Server;

/// <summary>Whether a worker can take work, as a supervisor sees it.</summary>
/// <param name="id">The worker's name.</param>
/// <param name="role">What it does.</param>
/// <param name="obstacle">Why it can take no work at the moment, in one sentence; null when it can.</param>
/// <param name="time">The clock.</param>
public sealed class WorkerHealth(string id, string role, Func<string?> obstacle, TimeProvider time)
{
    // A broker's restart, an election of its cluster or a moved disk are over by then.
    private static readonly TimeSpan s_hopeless = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private DateTimeOffset? _since;

    /// <summary>The worker's name.</summary>
    public string Id => id;

    /// <summary>What it does.</summary>
    public string Role => role;

    /// <summary>Why it can take no work at the moment; null when it can.</summary>
    public string? Obstacle
    {
        get
        {
            lock (_lock)
            {
                var now = obstacle();
                _since = now is null ? null : _since ?? time.GetUtcNow();
                return now;
            }
        }
    }

    /// <summary>Why it should be started anew: an obstacle that has been there for five minutes of questions; null otherwise.</summary>
    public string? Hopelessness => Obstacle is { } reason && time.GetUtcNow() - _since >= s_hopeless
        ? $"For {s_hopeless.TotalMinutes:0} minutes: {reason}"
        : null;
}
