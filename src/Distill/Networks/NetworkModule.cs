using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Networks;

/// <summary>
/// A network with its weights in libtorch, ready to run and, if trainable, to learn. Images and activations lie in memory
/// channels last, whatever the layout of the tensors that come in. Not for use by several threads at once.
/// </summary>
/// <example>
/// <code>
/// using var module = new NetworkModule(network, Initialization.Create(network, seed));
/// using var scope = NewDisposeScope();
/// var logits_NK = module.Forward(images_NCHW, training: true).Logits_NK;
/// nn.functional.cross_entropy(logits_NK, labels_N).backward();
/// </code>
/// </example>
public sealed class NetworkModule : IDisposable
{
    private readonly ModuleTensors _tensors;
    private readonly ExecutionPlan _plain;
    private ExecutionPlan? _tapped;

    /// <summary>Puts weights into libtorch and compiles the network.</summary>
    /// <param name="network">The network; for inference alone, fold it first (<see cref="BatchNormFolding"/>).</param>
    /// <param name="weights">Its weights; copied.</param>
    /// <param name="precision">What it computes with.</param>
    /// <param name="trainable">Whether operators record what they do; without, weights are converted once and for all.</param>
    /// <exception cref="NetworkProblemException">The weights do not fit.</exception>
    public NetworkModule(Network network, Weights weights, Precision precision = Precision.Float32, bool trainable = true)
    {
        Network = network;
        _tensors = new ModuleTensors(network, weights, precision, trainable);
        _plain = new ExecutionPlan(network, _tensors, []);
    }

    /// <summary>The network that it runs.</summary>
    public Network Network { get; }

    /// <summary>The learned tensors by name, in the order of the network: 32-bit floats whatever the precision.</summary>
    public IReadOnlyList<(string Name, Tensor Value)> Parameters => _tensors.Parameters;

    /// <summary>The running statistics of batch normalisations by name; training moves them, gradients do not.</summary>
    public IReadOnlyList<(string Name, Tensor Value)> Buffers => _tensors.Buffers;

    /// <summary>Runs the network on a batch.</summary>
    /// <param name="images_NCHW">Normalised 32-bit floats; a view of NHWC memory is the fast one.</param>
    /// <param name="training">
    /// Whether batch normalisations use the batch's statistics and move the running ones, and gradients are recorded;
    /// otherwise activations are freed as soon as nobody needs them.
    /// </param>
    /// <param name="taps">Nodes whose values to return, too; the same list object again costs nothing.</param>
    /// <exception cref="NetworkProblemException">There is no such node.</exception>
    public NetworkOutput Forward(Tensor images_NCHW, bool training, IReadOnlyList<string>? taps = null)
    {
        var plan = PlanFor(taps);
        if (training)
        {
            return plan.Run(images_NCHW, training: true);
        }

        using var evaluation = no_grad();
        return plan.Run(images_NCHW, training: false);
    }

    /// <summary>A copy of all tensors as they are now.</summary>
    public Weights Snapshot() => _tensors.Snapshot();

    /// <summary>Replaces the values of all tensors; <see cref="Parameters"/> stay the same objects.</summary>
    /// <exception cref="NetworkProblemException">The weights do not fit.</exception>
    public void Load(Weights weights) => _tensors.Load(weights);

    /// <summary>Frees the gradients; the next backward pass starts from nothing.</summary>
    public void ReleaseGradients()
    {
        foreach (var (_, parameter) in Parameters)
        {
            parameter.grad = null;
        }
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose() => _tensors.Dispose();

    private ExecutionPlan PlanFor(IReadOnlyList<string>? taps)
    {
        if (taps is not { Count: > 0 })
        {
            return _plain;
        }

        if (_tapped is null || (!ReferenceEquals(_tapped.Taps, taps) && !_tapped.Taps.SequenceEqual(taps)))
        {
            _tapped = new ExecutionPlan(Network, _tensors, taps);
        }

        return _tapped;
    }
}
