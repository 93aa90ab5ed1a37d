using System.Buffers.Binary;
using System.Text;
using Distill.Networks;
using Distill.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Distill.Tests.Networks;

public sealed class SafetensorsTests
{
    private static readonly Weights s_weights = new([
        KeyValuePair.Create("b.weight", new HostTensor([2, 3], [1, -2, 3.5f, float.MaxValue, float.Epsilon, -0f])),
        KeyValuePair.Create("a.bias", new HostTensor([1], [0.1f])),
        KeyValuePair.Create("scalar", new HostTensor([], [7])),
        KeyValuePair.Create("none", new HostTensor([0, 4], [])),
    ]);

    [Fact]
    public void What_is_written_is_read_back_to_the_bit()
    {
        var read = Safetensors.Read(new MemoryStream(Bytes(s_weights, ("network", "cnn"), ("accuracy", "\"97\""))), "test");
        Assert.Equal(["a.bias", "b.weight", "none", "scalar"], read.Weights.Keys);
        Assert.Equal([2, 3], read.Weights["b.weight"].Shape);
        Assert.Equal(
            s_weights["b.weight"].Values.Select(BitConverter.SingleToInt32Bits),
            read.Weights["b.weight"].Values.Select(BitConverter.SingleToInt32Bits));
        Assert.Equal([new("accuracy", "\"97\""), new("network", "cnn")], read.Metadata.OrderBy(note => note.Key, StringComparer.Ordinal));
        Assert.Equal(s_weights.Digest, read.Weights.Digest);
    }

    [Fact]
    public void Bytes_follow_from_the_content_alone()
    {
        var reversed = new Weights(s_weights.Reverse());
        Assert.Equal(Bytes(s_weights, ("a", "1"), ("b", "2")), Bytes(reversed, ("b", "2"), ("a", "1")));
        var header = BinaryPrimitives.ReadUInt64LittleEndian(Bytes(s_weights));
        Assert.Equal(0UL, header % 8);
    }

    [Theory]
    [InlineData("F64", "000000000000F83F")]
    [InlineData("F32", "0000C03F")]
    [InlineData("F16", "003E")]
    [InlineData("BF16", "C03F")]
    public void Every_float_type_is_read_as_32_bit_floats(string type, string bytes)
    {
        var data = Convert.FromHexString(bytes);
        Assert.Equal([1.5f], Read($$$"""{"x":{"dtype":"{{{type}}}","shape":[1],"data_offsets":[0,{{{data.Length}}}]}}""", data).Weights["x"].Values);
    }

    [Fact]
    public void Counts_of_batches_are_left_out()
    {
        var file = Read("""{"bn.num_batches_tracked":{"dtype":"I64","shape":[],"data_offsets":[0,8]}}""", new byte[8]);
        Assert.Empty(file.Weights);
    }

    [Theory]
    [InlineData("""{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "gives tensor \"x\" [3] of F32 8 bytes instead of 12")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "has 4 bytes of data where its header describes 8")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 12, "has 12 bytes of data where its header describes 8")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "has tensor \"x\" at byte 4 of the data where byte 0 comes next")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"y":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "has tensor \"y\" at byte 4 of the data where byte 8 comes next")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"y":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "has tensor \"y\" at byte 0 of the data where byte 8 comes next")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", 0, "has impossible offsets or sizes for tensor \"x\"")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "has impossible offsets or sizes for tensor \"x\"")]
    [InlineData("""{"x":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "has impossible offsets or sizes for tensor \"x\"")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8,16]}}""", 8, "has impossible offsets or sizes for tensor \"x\"")]
    [InlineData("""{"x":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", 0, "gives tensor \"x\"")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"x":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""", 16, "or names a tensor twice")]
    [InlineData("""{"x":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}""", 8, "is not the JSON of a safetensors file")]
    [InlineData("""{"x":{"shape":[2],"data_offsets":[0,8]}}""", 8, "is not the JSON of a safetensors file")]
    [InlineData("""{"x":3}""", 0, "is not the JSON of a safetensors file")]
    [InlineData("""[1]""", 0, "is not the JSON of a safetensors file")]
    [InlineData("""{"x":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}""", 8, "tensor \"x\" is of type \"F8_E4M3\", which cannot be read; save it as F32")]
    [InlineData("""{"x":{"dtype":"I32","shape":[2],"data_offsets":[0,8]}}""", 8, "tensor \"x\" is of type I32, but weights are floats; save it as F32")]
    public void A_header_that_lies_is_caught(string header, int dataBytes, string complaint)
    {
        var problem = Assert.Throws<SafetensorsException>(() => Read(header, new byte[dataBytes]));
        Assert.StartsWith("test: ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(complaint, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 1, 2, 3 }, "has only 3 bytes")]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255 }, "claims a header of 18446744073709551615 bytes, but 0 follow")]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0 }, "is not the JSON of a safetensors file")]
    public void A_length_that_lies_is_caught(byte[] file, string complaint) =>
        Assert.Contains(
            complaint, Assert.Throws<SafetensorsException>(() => Safetensors.Read(new MemoryStream(file), "test")).Message, StringComparison.Ordinal);

    [Fact]
    public void An_absent_file_is_named() =>
        Assert.StartsWith(
            "nowhere.safetensors: cannot be read (", Assert.Throws<SafetensorsException>(() => Safetensors.Read("nowhere.safetensors")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_damaged_file_is_read_or_refused_and_never_anything_else()
    {
        var intact = Bytes(s_weights, ("network", "cnn"));
        Prop.ForAll(
            Gen.Choose(0, intact.Length - 1).ToArbitrary(), Gen.Choose(0, 255).ToArbitrary(), Gen.Choose(0, intact.Length).ToArbitrary(),
            (at, value, length) =>
            {
                byte[] damaged = [.. intact];
                damaged[at] = (byte)value;
                ReadOrRefuse(damaged);
                ReadOrRefuse(intact[..length]);
            }).CheckQuietly(500);
    }

    private static void ReadOrRefuse(byte[] file)
    {
        try
        {
            Safetensors.Read(new MemoryStream(file), "test");
        }
        catch (SafetensorsException)
        {
        }
    }

    private static byte[] Bytes(Weights weights, params (string Key, string Value)[] metadata)
    {
        using var stream = new MemoryStream();
        Safetensors.Write(stream, weights, metadata.ToDictionary(note => note.Key, note => note.Value));
        return stream.ToArray();
    }

    private static SafetensorsFile Read(string header, byte[] data)
    {
        var json = Encoding.UTF8.GetBytes(header);
        byte[] file = [.. BitConverter.GetBytes((ulong)json.Length), .. json, .. data];
        return Safetensors.Read(new MemoryStream(file), "test");
    }
}
