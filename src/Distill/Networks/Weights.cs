using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Distill.Networks;

/// <summary>The tensors of a network by name, in ordinal order of their names; not to be changed once made.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "Everyone calls them weights.")]
public sealed class Weights : IReadOnlyDictionary<string, HostTensor>
{
    private readonly SortedDictionary<string, HostTensor> _tensors = new(StringComparer.Ordinal);
    private readonly Lazy<string> _digest;

    /// <summary>Gathers tensors.</summary>
    /// <exception cref="ArgumentException">A name occurs twice.</exception>
    public Weights(IEnumerable<KeyValuePair<string, HostTensor>> tensors)
    {
        foreach (var (name, tensor) in tensors)
        {
            _tensors.Add(name, tensor);
        }

        _digest = new Lazy<string>(ComputeDigest);
    }

    /// <summary>SHA-256 (hexadecimal) of the safetensors file with these tensors and no metadata.</summary>
    public string Digest => _digest.Value;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _tensors.Keys;

    /// <inheritdoc/>
    public IEnumerable<HostTensor> Values => _tensors.Values;

    /// <inheritdoc/>
    public int Count => _tensors.Count;

    /// <inheritdoc/>
    public HostTensor this[string key] => _tensors[key];

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _tensors.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out HostTensor value) =>
        _tensors.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, HostTensor>> GetEnumerator() => _tensors.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Checks that these are the tensors of a network, neither more nor less.</summary>
    /// <exception cref="NetworkProblemException">They are not; names the first tensor that differs and both shapes.</exception>
    public void CheckFit(Network network)
    {
        foreach (var wanted in network.Parameters)
        {
            if (!TryGetValue(wanted.Name, out var tensor))
            {
                throw Misfit(network, $"there is no tensor \"{wanted.Name}\" {Shapes.Text(wanted.Shape)}");
            }

            if (!tensor.Shape.SequenceEqual(wanted.Shape))
            {
                throw Misfit(network, $"tensor \"{wanted.Name}\" is {Shapes.Text(tensor.Shape)} where the network has {Shapes.Text(wanted.Shape)}");
            }
        }

        if (Count > network.Parameters.Count)
        {
            var wanted = network.Parameters.Select(parameter => parameter.Name).ToHashSet();
            var (name, tensor) = _tensors.First(tensor => !wanted.Contains(tensor.Key));
            throw Misfit(network, $"tensor \"{name}\" {Shapes.Text(tensor.Shape)} has no place in the network");
        }
    }

    /// <summary>How many classes they tell apart, by the last layer's tensor; <see langword="null"/> where they have none of its name.</summary>
    internal long? ClassesFor(Network network) =>
        network.Parameters.LastOrDefault(parameter => parameter.Kind == ParameterKind.Weight) is { } last
        && TryGetValue(last.Name, out var tensor) && tensor.Shape.Length == last.Shape.Length
            ? tensor.Shape[0]
            : null;

    private static NetworkProblemException Misfit(Network network, string what) => new(
        $"The weights do not fit network \"{network.Name}\" with {network.Classes} classes: {what}; name the network and the classes they were trained with.");

    private string ComputeDigest()
    {
        using var hash = SHA256.Create();
        using (var hashing = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write))
        {
            Safetensors.Write(hashing, this, new Dictionary<string, string>());
        }

        return Convert.ToHexStringLower(hash.Hash!);
    }
}
