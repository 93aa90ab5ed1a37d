using Distill.Labels;
using Distill.Networks;

namespace Distill.Benchmarks.Coordination;

/// <summary>A forward pass that takes a fixed time and no processor: what a teacher on a machine of its own looks like to everybody else.</summary>
internal sealed class WaitingForward(LabelSet set, TimeSpan perBatch) : IForward
{
    public (float[] Logits_NK, float[][] Pooled_ND) Run(ReadOnlySpan<float> pixels_NHWC, int count)
    {
        using var never = new ManualResetEventSlim();
        never.Wait(perBatch);
        return (Some(count * set.Classes), [.. set.Taps.Select(tap => Some(count * tap.Channels))]);
    }

    public void Dispose()
    {
    }

    private static float[] Some(int count) => [.. Enumerable.Range(0, count).Select(i => i * 37 % 101 / 10f)];
}
