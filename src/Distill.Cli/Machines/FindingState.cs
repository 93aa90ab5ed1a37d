namespace Distill.Cli.Machines;

/// <summary>What a finding means for the user.</summary>
internal enum FindingState
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Jobs run, but slower, smaller or with less.</summary>
    Warning,

    /// <summary>Jobs cannot run.</summary>
    Missing,
}
