using Distill.Jobs;
using static TorchSharp.torch;

namespace Distill.Learning;

/// <summary>
/// Stochastic gradient descent with momentum, optionally Nesterov's, and weight decay added to the gradient; the same update as
/// PyTorch's: <c>g += λp; m = μm + g; p -= η (g + μm)</c> with Nesterov, <c>p -= η m</c> without.
/// </summary>
internal sealed class Sgd : Optimizer
{
    private readonly OptimizerSpec _spec;
    private readonly Tensor[] _momentum;

    public Sgd(OptimizerSpec spec, IReadOnlyList<(string Name, Tensor Value)> parameters)
        : base(parameters)
    {
        _spec = spec;
        _momentum = AddState("momentum");
    }

    protected override void Update(int index, Tensor parameter, Tensor gradient, double learningRate, long step)
    {
        if (_spec.WeightDecay != 0)
        {
            gradient.add_(parameter, _spec.WeightDecay);
        }
        var momentum = _momentum[index];
        momentum.mul_(_spec.Momentum).add_(gradient);
        if (_spec.Nesterov)
        {
            gradient.add_(momentum, _spec.Momentum);
            parameter.add_(gradient, -learningRate);
        }
        else
        {
            parameter.add_(momentum, -learningRate);
        }
    }
}
