using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Distill.Networks;

/// <summary>A few whole numbers, such as a shape or axes; two with the same numbers are equal.</summary>
[CollectionBuilder(typeof(Sizes), nameof(Create))]
[JsonConverter(typeof(Converter))]
public sealed class Sizes : IReadOnlyList<long>, IEquatable<Sizes>
{
    private readonly long[] _values;

    private Sizes(long[] values) => _values = values;

    /// <inheritdoc/>
    public int Count => _values.Length;

    /// <inheritdoc/>
    public long this[int index] => _values[index];

    /// <summary>Gathers numbers.</summary>
    public static Sizes Create(ReadOnlySpan<long> values) => new(values.ToArray());

    /// <inheritdoc/>
    public IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(Sizes? other) => other is not null && _values.AsSpan().SequenceEqual(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Sizes);

    /// <inheritdoc/>
    public override int GetHashCode() => _values.Aggregate(0, (hash, value) => HashCode.Combine(hash, value));

    private sealed class Converter : JsonConverter<Sizes>
    {
        public override Sizes Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(JsonSerializer.Deserialize<long[]>(ref reader, options) ?? throw new JsonException());

        public override void Write(Utf8JsonWriter writer, Sizes value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value._values, options);
    }
}
