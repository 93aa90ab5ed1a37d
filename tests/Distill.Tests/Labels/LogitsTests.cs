using Distill.Labels;
using Distill.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Distill.Tests.Labels;

public sealed class LogitsTests
{
    [Theory]
    [InlineData(65504f)]
    [InlineData(-65504f)]
    [InlineData(0f)]
    [InlineData(1e-9f)]
    public void What_fits_float16_is_rounded(float logit) => Assert.Equal([(Half)logit], HalfLogits.Of([logit], 1));

    [Theory]
    [InlineData(65504.01f)]
    [InlineData(-70000f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void What_does_not_fit_float16_is_refused_with_its_place(float logit)
    {
        var refusal = Assert.Throws<LabelException>(() => HalfLogits.Of([1, 2, 3, logit], 2));

        Assert.StartsWith($"The teacher's logit {logit} of class 1 for sample 1 does not fit the labels' float16 (±65504);", refusal.Message);
    }

    [Fact]
    public void The_largest_logits_are_those_of_a_full_sort() =>
        Prop.ForAll(ArbMap.Default.ArbFor<ulong>(), seed =>
        {
            var set = SomeLabels.Truncated with { Classes = 300 };
            var logits_NK = SomeLabels.Logits(2 * set.Classes, seed);
            logits_NK[5] = logits_NK[200];

            var top = TopLogits.Of(logits_NK, set);

            for (var sample = 0; sample < 2; sample++)
            {
                var row = logits_NK[(sample * set.Classes)..((sample + 1) * set.Classes)];
                var sorted = Enumerable.Range(0, set.Classes).OrderByDescending(k => row[k]).ThenBy(k => k).ToArray();
                Assert.Equal(sorted[..3], top.Classes_NT[(sample * 3)..((sample + 1) * 3)]);
                Assert.Equal(sorted[..3].Select(k => (Half)row[k]), top.Values_NT[(sample * 3)..((sample + 1) * 3)]);
                foreach (var (q, temperature) in set.Temperatures.Index())
                {
                    var rest = Math.Log(sorted[3..].Sum(k => Math.Exp(row[k] / temperature)));
                    Assert.Equal(rest, top.Rest_NQ[(sample * 2) + q], 1e-5);
                }
            }
        }).CheckQuietly();

    [Fact]
    public void Float16_logits_lose_next_to_nothing()
    {
        var set = SomeLabels.Set with { Samples = 500, ChunkSize = 500, Taps = [] };
        var logits_NK = SomeLabels.Logits(500 * 10, seed: 3);
        var chunk = SomeLabels.Chunk(set, 0, 0) with { Logits_NK = HalfLogits.Of(logits_NK, 10) };

        Assert.InRange(LabelFidelity.Divergence(set, logits_NK, chunk), 0, 1e-6);
        Assert.InRange(LabelFidelity.Divergence(set, logits_NK, chunk, temperature: 4), 0, 1e-7);
    }

    [Fact]
    public void Truncated_logits_keep_the_probabilities_that_they_list()
    {
        var set = SomeLabels.Truncated with { Samples = 50, ChunkSize = 50, Taps = [] };
        var logits_NK = SomeLabels.Logits(50 * set.Classes, seed: 3);
        var chunk = SomeLabels.Chunk(set, 0, 0) with { Top = TopLogits.Of(logits_NK, set) };

        Assert.InRange(LabelFidelity.Divergence(set, logits_NK, chunk, temperature: 1), 0, 1e-5);
        Assert.InRange(LabelFidelity.Divergence(set, logits_NK, chunk, temperature: 4), 0, 1e-5);
        var refusal = Assert.Throws<LabelException>(() => LabelFidelity.Divergence(set, logits_NK, chunk, temperature: 2));
        Assert.Equal("Truncated logits cannot be used at temperature 2; the label set declares 1, 4.", refusal.Message);
    }

    [Fact]
    public void The_divergence_is_that_of_the_definition()
    {
        var set = SomeLabels.Set with { Samples = 1, ChunkSize = 1, Classes = 2, Taps = [] };
        var chunk = SomeLabels.Chunk(set, 0, 0) with { Logits_NK = [(Half)0, (Half)1] };

        // p = (1/2, 1/2), q = softmax(0, 1): KL = ln(1 + e) - 1/2 - ln 2.
        Assert.Equal(Math.Log(1 + Math.E) - 0.5 - Math.Log(2), LabelFidelity.Divergence(set, [3, 3], chunk), 1e-12);
    }
}
