using Distill.Tensors.Winograd;
using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Networks;

/// <summary>The tensors of a module: 32-bit masters, and in bfloat16 without training also the converted weights.</summary>
internal sealed class ModuleTensors : IDisposable
{
    private readonly Network _network;
    private readonly Dictionary<string, Tensor> _masters = [];
    private readonly Dictionary<string, Tensor> _converted = [];
    private readonly Dictionary<string, Filter3x3> _filters = [];

    public ModuleTensors(Network network, Weights weights, Precision precision, bool trainable)
    {
        weights.CheckFit(network);
        (_network, Precision, Learns) = (network, precision, trainable);
        using var scope = NewDisposeScope();
        using var copying = no_grad();
        foreach (var parameter in network.Parameters)
        {
            var master = ToTensor(weights[parameter.Name]).DetachFromDisposeScope();
            _masters.Add(parameter.Name, master.requires_grad_(trainable && parameter.IsTrainable));
        }

        Parameters = [.. network.Parameters.Where(parameter => parameter.IsTrainable).Select(parameter => (parameter.Name, _masters[parameter.Name]))];
        Buffers = [.. network.Parameters.Where(parameter => !parameter.IsTrainable).Select(parameter => (parameter.Name, _masters[parameter.Name]))];
    }

    public Precision Precision { get; }

    /// <summary>Whether the tensors change from step to step.</summary>
    public bool Learns { get; }

    public IReadOnlyList<(string Name, Tensor Value)> Parameters { get; }

    public IReadOnlyList<(string Name, Tensor Value)> Buffers { get; }

    /// <summary>The tensor in 32 bits.</summary>
    public Tensor Master(string name) => _masters[name];

    /// <summary>The tensor as convolutions take it; converted anew at every call if it learns, so that gradients reach the master.</summary>
    public Func<Tensor> Operand(string name)
    {
        var master = _masters[name];
        if (Precision == Precision.Float32)
        {
            return () => master;
        }

        if (Learns)
        {
            return () => master.to(ScalarType.BFloat16);
        }

        if (!_converted.TryGetValue(name, out var converted))
        {
            converted = master.to(ScalarType.BFloat16).DetachFromDisposeScope();
            _converted.Add(name, converted);
        }

        return () => converted;
    }

    /// <summary>The weights of a convolution of 3 x 3 that does not learn, transformed once.</summary>
    public Func<Filter3x3> Filter(string name) => () =>
    {
        if (!_filters.TryGetValue(name, out var filter))
        {
            filter = new Filter3x3(_masters[name]);
            _filters.Add(name, filter);
        }

        return filter;
    };

    public Weights Snapshot()
    {
        using var scope = NewDisposeScope();
        using var copying = no_grad();
        return new Weights(_network.Parameters.Select(parameter => KeyValuePair.Create(
            parameter.Name, new HostTensor(parameter.Shape, _masters[parameter.Name].contiguous().data<float>().ToArray()))));
    }

    public void Load(Weights weights)
    {
        weights.CheckFit(_network);
        using var scope = NewDisposeScope();
        using var copying = no_grad();
        foreach (var (name, master) in _masters)
        {
            master.copy_(ToTensor(weights[name]));
        }

        foreach (var (name, converted) in _converted)
        {
            converted.copy_(_masters[name]);
        }

        _filters.Clear();
    }

    public void Dispose()
    {
        foreach (var tensor in _masters.Values.Concat(_converted.Values))
        {
            tensor.Dispose();
        }
    }

    /// <summary>Kernels lie channels last, as the activations do: the fastest layout for convolutions on a CPU.</summary>
    private static Tensor ToTensor(HostTensor host)
    {
        var copy = tensor(host.Values, host.Shape);
        return host.Shape.Length == 4 ? ChannelsLast.Of(copy) : copy;
    }
}
