namespace Distill.Cli;

/// <summary>In which form a command writes its data to stdout.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Table,

    /// <summary>For programs: exactly one JSON document.</summary>
    Json,
}
