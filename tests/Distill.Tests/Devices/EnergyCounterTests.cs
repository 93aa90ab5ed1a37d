using Distill.Devices;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Devices;

public sealed class EnergyCounterTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void A_machine_without_counters_has_none() => Assert.Null(EnergyCounter.Find(_root.Path));

    [Fact]
    public async Task Idle_power_is_taken_off_what_the_images_cost()
    {
        var time = new ManualTime();
        var counter = Counter(0);

        // 3 W while idle; each image takes 100 ms and 700,000 µJ, of which idling would have taken 300,000.
        var measuring = MeasuredEnergy.OfAsync(
            counter,
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(100));
                Write(_energy + 700_000);
            },
            time,
            CancellationToken.None);
        Write(6_000_000);
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.True(measuring.IsCompleted);
        Assert.Equal(400_000, (await measuring).Microjoules, 1e-6);
    }

    [Fact]
    public void A_counter_that_began_anew_has_not_gone_back() =>
        Assert.Equal(30, Counter(0).Between(before: 999_999_990, after: 20));

    private long _energy;

    private EnergyCounter Counter(long energy)
    {
        Directory.CreateDirectory(Path.Combine(_root.Path, "intel-rapl:0"));
        File.WriteAllText(Path.Combine(_root.Path, "intel-rapl:0", "max_energy_range_uj"), "1000000000\n");
        Write(energy);
        return EnergyCounter.Find(_root.Path)!;
    }

    private void Write(long energy)
    {
        _energy = energy;
        File.WriteAllText(Path.Combine(_root.Path, "intel-rapl:0", "energy_uj"), $"{energy}\n");
    }
}
