namespace Distill.Learning;

/// <summary>Sums of the losses over the samples of an epoch so far; part of a checkpoint, so that a resumed epoch has the same means.</summary>
public sealed record EpochTally
{
    /// <summary>Samples summed over.</summary>
    public long Samples { get; init; }

    /// <summary>Sum of the weighted loss.</summary>
    public double Loss { get; init; }

    /// <summary>Sum of each term before weighting, by name.</summary>
    public IReadOnlyDictionary<string, double> Terms { get; init; } = new SortedDictionary<string, double>(StringComparer.Ordinal);

    /// <summary>The tally with one more batch in it.</summary>
    public EpochTally Add(int samples, double loss, IEnumerable<(string Name, double Value)> terms) => new()
    {
        Samples = Samples + samples,
        Loss = Loss + samples * loss,
        Terms = new SortedDictionary<string, double>(
            terms.ToDictionary(t => t.Name, t => Terms.GetValueOrDefault(t.Name) + samples * t.Value), StringComparer.Ordinal),
    };

    /// <summary>Mean of each term over the samples.</summary>
    public IReadOnlyDictionary<string, double> Means =>
        new SortedDictionary<string, double>(Terms.ToDictionary(t => t.Key, t => t.Value / Samples), StringComparer.Ordinal);
}
