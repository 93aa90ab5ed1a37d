namespace Distill.Jobs;

/// <summary>How gradients become steps.</summary>
public sealed record OptimizerSpec
{
    /// <summary><c>sgd</c> (default) or <c>adamw</c>.</summary>
    public string Kind { get; init; } = "sgd";

    /// <summary>Highest learning rate of the run, <c>lr</c> in a job file. Default: 0.1 for sgd, 0.001 for adamw.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Momentum of sgd, 0 to below 1. Default: 0.9.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Whether sgd looks ahead along its momentum (Nesterov). Default: false.</summary>
    public bool Nesterov { get; init; }

    /// <summary>
    /// Pull of the weights towards zero: added to the gradient by sgd, decoupled from it by adamw. Biases and
    /// normalisation parameters are pulled too, as in the public recipes. Default: 0.0005 for sgd, 0.01 for adamw.
    /// </summary>
    public double WeightDecay { get; init; } = 5e-4;

    /// <summary>Decay of adamw's mean of gradients. Default: 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of adamw's mean of squared gradients. Default: 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to adamw's denominator. Default: 1e-8.</summary>
    public double Epsilon { get; init; } = 1e-8;
}
