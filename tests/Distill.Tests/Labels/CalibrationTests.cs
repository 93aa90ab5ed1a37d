using System.Text;
using Distill.Labels;
using Distill.Pipeline.Storage;
using Distill.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Distill.Tests.Labels;

public sealed class CalibrationTests : IDisposable
{
    private static readonly LabelSet s_set = SomeLabels.Set;

    private readonly TemporaryFolder _folder = new();
    private readonly FolderStore _store;

    public CalibrationTests() => _store = new(_folder.Path);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Means_and_deviations_are_those_of_the_definition()
    {
        var sums = new CalibrationSums(new("tap", 2, 1));
        sums.Add([1, 5, 3, 5]);
        sums.Add([3, 5, 1, 5]);

        var statistics = sums.Finish();

        Assert.Equal(4, sums.Samples);
        Assert.Equal([2, 5], statistics.Means_C);
        Assert.Equal([1, 0], statistics.Deviations_C);
    }

    [Fact]
    public void The_batches_of_the_measuring_change_nothing() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(ulong Seed, byte Cut)>(), input =>
        {
            var tap = new TapColumn("tap", 4, 1);
            var activations_NC = SomeLabels.Values(80 * 4, input.Seed);
            var (whole, parts) = (new CalibrationSums(tap), new CalibrationSums(tap));

            whole.Add(activations_NC);
            parts.Add(activations_NC.AsSpan(0, input.Cut % 80 * 4));
            parts.Add(activations_NC.AsSpan(input.Cut % 80 * 4));

            Assert.Equal(whole.Finish().Means_C, parts.Finish().Means_C);
            Assert.Equal(whole.Finish().Deviations_C, parts.Finish().Deviations_C);
        }).CheckQuietly();

    [Fact]
    public void What_is_not_finite_has_no_resting_level()
    {
        var refusal = Assert.Throws<LabelException>(() => new CalibrationSums(new("layer3", 2, 1)).Add([1, float.NaN]));

        Assert.StartsWith("The activations at 'layer3' are not finite numbers, so they have no resting level;", refusal.Message);
    }

    [Fact]
    public void A_channel_that_never_moves_stays_at_rest()
    {
        var statistics = new CalibrationStatistics(4, [new("tap", [2, 7], [0.5, 0])]);
        float[] activations_NC = [3, 7, 1, 7];

        statistics.Standardize(0, activations_NC);

        Assert.Equal([2, 0, -2, 0], activations_NC.Select(z => MathF.Round(z, 4)));
    }

    [Fact]
    public void Rescaling_a_channel_leaves_its_order_as_it_is() =>
        Prop.ForAll(ArbMap.Default.ArbFor<ulong>(), seed =>
        {
            var tap = new TapColumn("tap", 20, 20);
            var activations_NC = SomeLabels.Values(30 * 20, seed);

            // Powers of two keep every rounding, so that even the bits agree but for epsilon.
            float[] rescaled_NC = [.. activations_NC.Select((a, i) => a * (1 << (i % 20 % 4)))];

            Assert.Equal(OrderOf(activations_NC, tap).Indices_NM, OrderOf(rescaled_NC, tap).Indices_NM);
        }).CheckQuietly();

    [Fact]
    public void Every_number_survives_the_canonical_form() =>
        Prop.ForAll(ArbMap.Default.ArbFor<ulong>(), seed =>
        {
            var statistics = Measured(seed);

            var read = LabelJson.Read<CalibrationStatistics>(statistics.ToBytes(), "memory");

            Assert.Equal(statistics.Digest, read.Digest);
            Assert.Equal(statistics.Taps[1].Means_C, read.Taps[1].Means_C);
        }).CheckQuietly();

    [Fact]
    public void The_canonical_form_is_approved() =>
        Approved.Verify(
            Encoding.UTF8.GetString(new CalibrationStatistics(4096, [new("layer3.8.relu", [0.1, 1e-300], [1.0 / 3, 0])]).ToBytes()),
            "Labels/calibration");

    [Fact]
    public async Task The_first_to_store_decides_and_the_others_adopt_it()
    {
        var archive = new CalibrationArchive(_store);
        Assert.Null(await archive.FindAsync(s_set, Ct));

        var adopted = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => archive.AdoptAsync(s_set, Measured((ulong)i), Ct), Ct)));

        var digest = Assert.Single(adopted.Select(statistics => statistics.Digest).Distinct());
        Assert.Equal(digest, (await archive.FindAsync(s_set, Ct))!.Digest);
    }

    [Fact]
    public async Task A_calibration_of_other_taps_is_neither_stored_nor_read()
    {
        var archive = new CalibrationArchive(_store);
        var other = Measured(1) with { Taps = [Measured(1).Taps[0]] };

        await Assert.ThrowsAsync<LabelException>(() => archive.AdoptAsync(s_set, other, Ct));
        await _store.CreateAsync(LabelPaths.Calibration(s_set), other.ToBytes(), Ct);

        var refusal = await Assert.ThrowsAsync<LabelCorruptException>(() => archive.FindAsync(s_set, Ct));
        Assert.StartsWith($"{_store.Describe(LabelPaths.Calibration(s_set))} is corrupt, because ", refusal.Message);
    }

    [Fact]
    public async Task A_calibration_that_is_not_json_is_named()
    {
        await _store.CreateAsync(LabelPaths.Calibration(s_set), Encoding.UTF8.GetBytes("{\"samples\": 4"), Ct);

        var refusal = await Assert.ThrowsAsync<LabelCorruptException>(() => new CalibrationArchive(_store).FindAsync(s_set, Ct));

        Assert.Equal($"{_store.Describe(LabelPaths.Calibration(s_set))} is corrupt, because it is not the JSON that was written there; remove it and run again.", refusal.Message);
    }

    private static OrderColumn OrderOf(float[] activations_NC, TapColumn tap)
    {
        var sums = new CalibrationSums(tap);
        sums.Add(activations_NC);
        float[] z_NC = [.. activations_NC];
        new CalibrationStatistics(sums.Samples, [sums.Finish()]).Standardize(0, z_NC);

        // Epsilon moves a z-score by a millionth, so only the strongest few are safe from a swap.
        return OrderSignature.Of(z_NC.AsSpan(0, tap.Channels), tap with { Prefix = 3 });
    }

    private static CalibrationStatistics Measured(ulong seed) => new(10, [.. s_set.Taps.Select(tap =>
    {
        var sums = new CalibrationSums(tap);
        sums.Add(SomeLabels.Values(10 * tap.Channels, seed));
        return sums.Finish();
    })]);
}
