namespace Distill.Artifacts;

/// <summary>
/// The storage refused (no room, no permission, not reachable). The message is one sentence for a user: what failed,
/// where, why, and what to do. Nothing half-written is left behind.
/// </summary>
public sealed class StoreException : Exception
{
    // On Unix an IOException carries the errno; these are the same on Linux and macOS but for the quota, which is Linux's.
    private const int NoSpace = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int NoQuota = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    /// <summary>Only for serializers and tools; states nothing.</summary>
    public StoreException()
    {
    }

    /// <summary>Takes the sentence for the user.</summary>
    public StoreException(string message)
        : base(message)
    {
    }

    /// <summary>Takes the sentence for the user and what caused it.</summary>
    public StoreException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// Whether the same call may succeed later without a change of the job: an outage, a full disk. Work that meets it is given
    /// back and tried again. Default: <see langword="false"/>.
    /// </summary>
    public bool IsTransient { get; init; }

    /// <summary>The sentence for a file system that refused.</summary>
    /// <param name="deed">What was tried, as in <c>write</c>.</param>
    /// <param name="place">The file or folder, as a user can open it.</param>
    /// <param name="cause">What the file system said.</param>
    public static StoreException Because(string deed, string place, Exception cause)
    {
        var (why, remedy) = cause switch
        {
            UnauthorizedAccessException => ("permission is denied", "give this user access to it or choose another place"),
            _ when IsFull(cause) => ("there is no room left", "free some space there or choose another place"),
            IOException { HResult: ReadOnlyFileSystem } => ("the file system is read-only", "remount it for writing or choose another place"),
            _ => ($"of this: {cause.Message.TrimEnd('.')}", "put that right and run again"),
        };
        return new($"Cannot {deed} {place}, because {why}; {remedy}.", cause)
        {
            IsTransient = IsFull(cause),
        };
    }

    private static bool IsFull(Exception cause) => cause is IOException { HResult: NoSpace or NoQuota or WindowsDiskFull };
}
