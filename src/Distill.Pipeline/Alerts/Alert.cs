namespace Distill.Pipeline.Alerts;

/// <summary>Something about a job that a person should look at.</summary>
/// <param name="Kind">What it is, in a word for programs: one of the constants here.</param>
/// <param name="Sentence">What it is, for people.</param>
public sealed record Alert(string Kind, string Sentence)
{
    /// <summary>A loss is no number any more.</summary>
    public const string NotANumber = "nan_loss";

    /// <summary>A student ended below the same student without the teacher.</summary>
    public const string BelowBaseline = "below_baseline";

    /// <summary>A job under way has not moved for long.</summary>
    public const string Stalled = "stalled";

    /// <summary>Labels or dataset are not what the job needs.</summary>
    public const string Mismatch = "mismatch";
}
