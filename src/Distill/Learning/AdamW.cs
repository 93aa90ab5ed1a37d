using Distill.Jobs;
using static TorchSharp.torch;

namespace Distill.Learning;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2), bias-corrected; the same update as PyTorch's.</summary>
internal sealed class AdamW : Optimizer
{
    private readonly OptimizerSpec _spec;
    private readonly Tensor[] _mean;
    private readonly Tensor[] _square;

    public AdamW(OptimizerSpec spec, IReadOnlyList<(string Name, Tensor Value)> parameters)
        : base(parameters)
    {
        _spec = spec;
        _mean = AddState("mean");
        _square = AddState("square");
    }

    protected override void Update(int index, Tensor parameter, Tensor gradient, double learningRate, long step)
    {
        var mean = _mean[index];
        var square = _square[index];
        parameter.mul_(1 - learningRate * _spec.WeightDecay);
        mean.mul_(_spec.Beta1).add_(gradient, 1 - _spec.Beta1);
        square.mul_(_spec.Beta2).addcmul_(gradient, gradient, 1 - _spec.Beta2);
        var meanCorrection = 1 - Math.Pow(_spec.Beta1, step + 1);
        var squareCorrection = 1 - Math.Pow(_spec.Beta2, step + 1);
        using var root = square.sqrt();
        root.div_(Math.Sqrt(squareCorrection)).add_(_spec.Epsilon);
        parameter.addcdiv_(mean, root, -learningRate / meanCorrection);
    }
}
