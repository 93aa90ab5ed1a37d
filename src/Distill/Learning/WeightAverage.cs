using Distill.Networks;
using static TorchSharp.torch;

namespace Distill.Learning;

/// <summary>
/// An exponential moving average of a network's tensors, running statistics included: <c>a = d·a + (1 − d)·w</c> after every step, with d
/// growing to the decay as <c>(1 + step) / (10 + step)</c>, so that the first steps are soon forgotten.
/// </summary>
internal sealed class WeightAverage : IDisposable
{
    private readonly IReadOnlyList<(string Name, Tensor Value)> _values;
    private readonly double _decay;
    private readonly Tensor[] _means;

    public WeightAverage(IReadOnlyList<(string Name, Tensor Value)> values, double decay)
    {
        (_values, _decay) = (values, decay);
        using var noGradients = no_grad();
        _means = [.. values.Select(v => v.Value.detach().clone().DetachFromDisposeScope())];
    }

    /// <summary>The averages with the names under which a checkpoint keeps them.</summary>
    public IEnumerable<(string Name, Tensor Value)> State => _values.Zip(_means, (value, mean) => ($"ema.{value.Name}", mean));

    /// <summary>Takes in the tensors as they are after a step.</summary>
    public void Update(long step)
    {
        using var noGradients = no_grad();
        var decay = Math.Min(_decay, (1.0 + step) / (10 + step));
        for (var i = 0; i < _means.Length; i++)
        {
            _means[i].mul_(decay).add_(_values[i].Value, 1 - decay);
        }
    }

    /// <summary>Weights with the averages in their places.</summary>
    public Weights Over(Weights weights)
    {
        using var scope = NewDisposeScope();
        var means = _values.Zip(_means).ToDictionary(
            pair => pair.First.Name, pair => pair.Second.contiguous().data<float>().ToArray(), StringComparer.Ordinal);
        return new Weights(weights.Select(w => KeyValuePair.Create(
            w.Key, means.TryGetValue(w.Key, out var mean) ? new HostTensor(w.Value.Shape, mean) : w.Value)));
    }

    public void Dispose() => Array.ForEach(_means, mean => mean.Dispose());
}
