namespace Distill.Labels;

/// <summary>Says whose labels of a set are not to be learnt from, because another worker has found them to be wrong.</summary>
public interface ILabelTrust
{
    /// <summary>
    /// The workers whose labels of a set are withdrawn: the same object until there are more of them. It is asked for every chunk, so
    /// it should answer from memory and look again every few seconds.
    /// </summary>
    ValueTask<IReadOnlySet<string>> DistrustedAsync(LabelSet set, CancellationToken ct);
}
