using Distill.Jobs;
using static TorchSharp.torch;

namespace Distill.Learning;

/// <summary>
/// Updates parameters in place from their gradients. State lives in named float32 tensors, one per parameter and kind, so that a
/// checkpoint holds all of it and a resumed run continues to the bit.
/// </summary>
public abstract class Optimizer : IDisposable
{
    private readonly List<(string Name, Tensor Value)> _state = [];

    /// <summary>Takes the parameters that it will update; the optimizer does not own them.</summary>
    protected Optimizer(IReadOnlyList<(string Name, Tensor Value)> parameters) => Parameters = parameters;

    /// <summary>The parameters, in the order of the network's nodes.</summary>
    protected IReadOnlyList<(string Name, Tensor Value)> Parameters { get; }

    /// <summary>Momentum and the like, by name.</summary>
    public IReadOnlyList<(string Name, Tensor Value)> State => _state;

    /// <summary>The optimizer that a job file names: <c>sgd</c> or <c>adamw</c>.</summary>
    public static Optimizer Create(OptimizerSpec spec, IReadOnlyList<(string Name, Tensor Value)> parameters) => spec.Kind switch
    {
        "sgd" => new Sgd(spec, parameters),
        "adamw" => new AdamW(spec, parameters),
        _ => throw new ArgumentException($"There is no optimizer \"{spec.Kind}\"; use sgd or adamw."),
    };

    /// <summary>One update. Gradients are consumed: afterwards every parameter's gradient is gone.</summary>
    /// <param name="learningRate">The rate of this step.</param>
    /// <param name="step">Index of this step from 0; AdamW's bias correction needs it.</param>
    public void Step(double learningRate, long step)
    {
        using var noGradients = no_grad();
        for (var i = 0; i < Parameters.Count; i++)
        {
            var parameter = Parameters[i].Value;
            using var gradient = parameter.grad
                ?? throw new InvalidOperationException($"The parameter {Parameters[i].Name} took no part in the loss and has no gradient.");
            Update(i, parameter, gradient, learningRate, step);
            parameter.grad = null;
        }
    }

    /// <summary>Updates one parameter.</summary>
    protected abstract void Update(int index, Tensor parameter, Tensor gradient, double learningRate, long step);

    /// <summary>Adds a state tensor of zeros for every parameter, named <c>kind.parameter</c>.</summary>
    protected Tensor[] AddState(string kind)
    {
        var tensors = new Tensor[Parameters.Count];
        for (var i = 0; i < tensors.Length; i++)
        {
            tensors[i] = zeros_like(Parameters[i].Value).DetachFromDisposeScope();
            _state.Add(($"{kind}.{Parameters[i].Name}", tensors[i]));
        }
        return tensors;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, value) in _state)
        {
            value.Dispose();
        }
        GC.SuppressFinalize(this);
    }
}
