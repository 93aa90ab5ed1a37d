namespace Distill.Acceptance.Chaos.Faults;

/// <summary>What a <see cref="FaultyStore"/> does to requests.</summary>
internal enum StoreFault
{
    /// <summary>Passes everything on.</summary>
    None,

    /// <summary>Answers 503.</summary>
    Busy,

    /// <summary>Says nothing until the fault is over, and then cuts the connection.</summary>
    Hang,

    /// <summary>Passes everything on, and swallows the answers to a share of the writes: the connection breaks instead.</summary>
    LoseAnswers,
}
