namespace Distill.Cli.Machines;

/// <summary>One thing that <c>distill doctor</c> has looked at.</summary>
/// <param name="Name">The thing, in a word or two.</param>
/// <param name="State">What it means for the user.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Remedy">What to do about it; null when nothing is to be done.</param>
internal sealed record Finding(string Name, FindingState State, string Detail, string? Remedy = null)
{
    /// <summary>Something that is there, or else missing with a remedy.</summary>
    public static Finding Of(string name, string? found, string whenMissing, string remedy) => found is null
        ? new Finding(name, FindingState.Missing, whenMissing, remedy)
        : new Finding(name, FindingState.Ok, found);
}
