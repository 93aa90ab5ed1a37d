using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Learning;

/// <summary>Scales all gradients together so that their common norm stays within a limit.</summary>
internal static class GradientClipping
{
    /// <summary>Clips in place; a null limit leaves the gradients as they are.</summary>
    public static void Clip(IReadOnlyList<(string Name, Tensor Value)> parameters, double? limit)
    {
        if (limit is not { } largest)
        {
            return;
        }
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var gradients = parameters.Select(p => p.Value.grad).OfType<Tensor>().ToList();
        var norm = Math.Sqrt(gradients.Sum(g => g.mul(g).sum().ToDouble()));
        if (norm > largest)
        {
            foreach (var gradient in gradients)
            {
                gradient.mul_(largest / norm);
            }
        }
    }
}
