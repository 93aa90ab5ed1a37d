namespace Distill.Losses;

/// <summary>What loss terms are made from, beside their own settings.</summary>
/// <param name="LabelSmoothing">Smoothing of the hard labels.</param>
/// <param name="Seed">The student's seed.</param>
/// <param name="Samples">Training samples.</param>
/// <param name="Head">The teacher's classifier; null where it has none of the usual kind.</param>
public sealed record LossSurroundings(double LabelSmoothing, ulong Seed, int Samples, TeacherHead? Head)
{
    internal TeacherHead NeededHead => Head
        ?? throw new InvalidOperationException("The loss term srrl needs a teacher whose classifier is linear over its last pooled layer; take the term out.");
}
