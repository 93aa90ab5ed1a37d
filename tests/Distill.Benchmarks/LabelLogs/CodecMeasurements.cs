using Distill.Benchmarks.Table;
using Distill.Labels;

namespace Distill.Benchmarks.LabelLogs;

/// <summary>Encoding and decoding of label chunks, checksum and digest included, in bytes of the encoded chunk.</summary>
internal static class CodecMeasurements
{
    public static async IAsyncEnumerable<Measurement> RunAsync(Effort effort)
    {
        foreach (var classes in new[] { 10, 100 })
        {
            var set = LabelSets.Fresh(classes);
            var bytes = LabelSets.Chunk(set, 0, 0);
            var chunk = LabelChunkCodec.Decode(set, bytes, "bench", null);
            // So many that the warming turn is long enough for the just-in-time compiler to have done with it.
            var calls = effort.Steps * 4000;
            var times = Figures.InTurn(
                effort.Rounds,
                () => Repeated(calls, () => LabelChunkCodec.Encode(set, chunk)),
                () => Repeated(calls, () => LabelChunkCodec.Decode(set, bytes, "bench", null)));
            yield return new($"codec, encode, {classes} classes, 1 thread", bytes.Length / times[0] / 1e6, "GB/s", Goal: 1);
            yield return new($"codec, decode, {classes} classes, 1 thread", bytes.Length / times[1] / 1e6, "GB/s", Goal: 1);
        }
        await Task.CompletedTask;
    }

    private static double[] Repeated(int calls, Action call) => [.. Enumerable.Range(0, calls).Select(_ => Figures.Milliseconds(call))];
}
