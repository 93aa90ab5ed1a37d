using static TorchSharp.torch;

namespace Distill.Losses;

/// <summary>
/// One summand of the training loss. Terms are computed from the recorded labels alone, so no feature map of the teacher ever travels.
/// A term may own parameters (a connector), which are trained with the student and dropped at export.
/// </summary>
public abstract class LossTerm : IDisposable
{
    /// <summary>Stands for minus infinity: a finite value keeps gradients finite where nothing else is left.</summary>
    private protected const float MinusLarge = float.MinValue / 4;

    /// <summary>Creates a term with its weight in the sum and the epochs over which that weight rises linearly from 0.</summary>
    protected LossTerm(string name, double weight, double warmupEpochs)
    {
        Name = name;
        Weight = weight;
        WarmupEpochs = warmupEpochs;
    }

    /// <summary>The name under which the term is charted, e.g. <c>soft_labels</c>.</summary>
    public string Name { get; }

    /// <summary>The factor of the term in the loss once its warm-up is over.</summary>
    public double Weight { get; }

    /// <summary>Epochs of linear warm-up; 0 applies the full weight from the first step.</summary>
    public double WarmupEpochs { get; }

    /// <summary>The term's own trainable parameters, empty for most.</summary>
    public virtual IReadOnlyList<(string Name, Tensor Value)> Parameters => [];

    /// <summary>The factor of the term at a point of training.</summary>
    public double WeightAt(double epoch) => WarmupEpochs > 0 ? Weight * Math.Min(1, epoch / WarmupEpochs) : Weight;

    /// <summary>The term's value, the mean over the batch, before weighting.</summary>
    public abstract Tensor Compute(LossInput input);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, value) in Parameters)
        {
            value.Dispose();
        }
        GC.SuppressFinalize(this);
    }
}
