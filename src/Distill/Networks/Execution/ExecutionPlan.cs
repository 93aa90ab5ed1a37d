using Distill.Wording;
using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Networks;

/// <summary>
/// A network compiled for one choice of taps: an array of steps over numbered slots, every value freed after its last
/// use (what gradients need is kept alive by libtorch itself) and overwritten in place where nobody would notice.
/// </summary>
internal sealed class ExecutionPlan
{
    private const int ImagesSlot = 0;

    private readonly ExecutionStep[] _steps;
    private readonly int _outputSlot;
    private readonly int[] _tapSlots;
    private readonly ScalarType _activations;

    public ExecutionPlan(Network whole, ModuleTensors tensors, IReadOnlyList<string> taps)
    {
        Taps = taps;
        _activations = tensors.Precision == Precision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
        string[] keep = [.. taps, whole.Output];
        var network = tensors.Precision != Precision.Float32 ? whole : tensors.Learns ? NormFusion.Join(whole, keep) : ConvFusion.Join(whole, keep);
        var slots = network.Nodes.Index().ToDictionary(node => node.Item.Name, node => node.Index + 1);
        _outputSlot = slots[network.Output];
        _tapSlots = [.. taps.Select(tap => slots.TryGetValue(tap, out var slot) ? slot : throw UnknownTap(whole, tap))];

        slots.Add(Network.Images, ImagesSlot);
        var lifetimes = new Lifetimes(network, keep);
        _steps = [.. network.Nodes.Select(node => new ExecutionStep(
            Kernels.Compile(node, tensors, lifetimes.Overwritten(node)),
            [.. node.Inputs.Select(input => slots[input])],
            slots[node.Name],
            [.. lifetimes.ReleasedAfter(node).Select(value => slots[value])]))];
    }

    public IReadOnlyList<string> Taps { get; }

    public NetworkOutput Run(Tensor images_NCHW, bool training)
    {
        var values = new Tensor?[_steps.Length + 1];
        values[ImagesSlot] = Prepare(images_NCHW);
        foreach (var step in _steps)
        {
            values[step.Output] = step.Kernel(Gather(values, step.Inputs), training);
            foreach (var slot in step.Released)
            {
                values[slot]!.Dispose();
                values[slot] = null;
            }
        }

        var taps = new Dictionary<string, Tensor>(Taps.Count);
        for (var i = 0; i < _tapSlots.Length; i++)
        {
            taps[Taps[i]] = ToSingle(values[_tapSlots[i]]!);
        }

        return new NetworkOutput(ToSingle(values[_outputSlot]!), taps);
    }

    private Tensor Prepare(Tensor images_NCHW)
    {
        if (images_NCHW.dtype == _activations)
        {
            return ChannelsLast.Of(images_NCHW);
        }

        using var converted_NCHW = images_NCHW.to(_activations);
        return ChannelsLast.Of(converted_NCHW);
    }

    private static Tensor[] Gather(Tensor?[] values, int[] slots)
    {
        var inputs = new Tensor[slots.Length];
        for (var i = 0; i < slots.Length; i++)
        {
            inputs[i] = values[slots[i]]!;
        }

        return inputs;
    }

    private static Tensor ToSingle(Tensor value) => value.dtype == ScalarType.Float32 ? value : value.to(ScalarType.Float32);

    private static NetworkProblemException UnknownTap(Network network, string tap)
    {
        var suggestion = Suggestion.For(tap, network.Nodes.Select(node => node.Name));
        return new NetworkProblemException(
            $"Network \"{network.Name}\" has no node \"{tap}\" to tap{(suggestion.Length > 0 ? suggestion : $"; its stages end at {string.Join(", ", network.Taps)}.")}");
    }
}
