using Distill.Losses;
using Distill.Networks;

namespace Distill.Learning;

/// <summary>A student whose classifier takes no part in training, so that what no term of the loss reaches would stay as it began.</summary>
public static class ProbedStudent
{
    /// <summary>Makes sure that the loss reaches every layer before the classifier.</summary>
    /// <param name="student">The network.</param>
    /// <param name="pairs">The layers that the terms of its loss pair.</param>
    /// <exception cref="NetworkProblemException">It does not.</exception>
    public static void Check(Network student, IEnumerable<TapPair> pairs)
    {
        HashSet<string> reached = [.. pairs.Select(pair => pair.StudentNode)];
        var taps = string.Join(", ", reached);
        foreach (var node in student.Nodes.Reverse().Where(node => reached.Contains(node.Name)))
        {
            reached.UnionWith(node.Inputs);
        }

        var learning = student.Parameters.Select(parameter => parameter.Node).ToHashSet();
        if (student.Head is { } head && student.Nodes.FirstOrDefault(node => node != head && learning.Contains(node.Name) && !reached.Contains(node.Name)) is { } left)
        {
            throw new NetworkProblemException(
                $"{student.Name} has head: probe, and its loss learns from {taps}, so nothing would train {left.Name}, which comes after it; name a later layer of the student in taps (its classifier's input is {head.Inputs[0]}), or choose another student.");
        }
    }
}
