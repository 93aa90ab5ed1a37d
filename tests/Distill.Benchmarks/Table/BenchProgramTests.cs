using System.Text.Json;
using Distill.Acceptance.Servers;
using Distill.Benchmarks.Data;
using Distill.Benchmarks.LabelLogs;
using Distill.Benchmarks.Learning;
using Distill.Benchmarks.StartUp;
using Distill.Benchmarks.Storage;
using Distill.Benchmarks.Teaching;
using Xunit;

namespace Distill.Benchmarks.Table;

/// <summary>The measurements run, with tiny parameters; nobody asks here how fast.</summary>
public sealed class BenchProgramTests
{
    [Fact]
    public async Task Every_group_gives_figures_above_zero()
    {
        foreach (var group in new Func<Effort, IAsyncEnumerable<Measurement>>[] { RooflineMeasurements.RunAsync, StartUpMeasurements.RunAsync, AugmentationMeasurements.RunAsync, CodecMeasurements.RunAsync, StoreMeasurements.RunAsync, LabelMeasurements.RunAsync, StepMeasurements.RunAsync })
        {
            var lines = await group(Effort.Tiny).ToListAsync(TestContext.Current.CancellationToken);

            Assert.NotEmpty(lines);
            // A share comes from a difference of two times, which one step each does not give.
            Assert.All(lines, line => Assert.True(line.Unit == "%" ? double.IsFinite(line.Value) : line.Value > 0, line.Name));
        }
    }

    [Fact]
    public async Task The_bus_is_measured_where_there_is_a_broker_to_start()
    {
        Assert.SkipUnless(RabbitMqServer.IsInstalled, "Needs RabbitMQ (apt-get install rabbitmq-server), which is not there.");

        var line = Assert.Single(await BusMeasurements.RunAsync(Effort.Tiny).ToListAsync(TestContext.Current.CancellationToken));

        Assert.True(line is { Value: > 0, PeerValue: > 0 });
    }

    [Fact]
    public async Task What_bench_does_not_know_is_refused_with_its_usage()
    {
        using var errors = new StringWriter();

        Assert.Equal(2, await BenchProgram.RunAsync(["--only", "nothing"], TextWriter.Null, errors));

        Assert.StartsWith("bench does not know \"--only nothing\". Usage: ./distill bench [--peers] ", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_the_documented_fields_and_the_ratio_says_how_many_times_as_good()
    {
        using var json = JsonDocument.Parse(BenchProgram.Json([new("step", 2, "ms", "PyTorch", 5, 1.2), new("codec", 3, "GB/s", Goal: 1)]));
        var (step, codec) = (json.RootElement[0], json.RootElement[1]);

        Assert.Equal(["name", "value", "unit", "peer", "peer_value", "ratio", "goal"], step.EnumerateObject().Select(field => field.Name));
        Assert.Equal(2.5, step.GetProperty("ratio").GetDouble());
        Assert.Equal(JsonValueKind.Null, codec.GetProperty("ratio").ValueKind);
        Assert.Equal(1, codec.GetProperty("goal").GetDouble());
    }

    [Theory]
    [InlineData("ms", 2, 5.0, 1.2, true)]
    [InlineData("images/s", 2, 5.0, 1.2, false)]
    [InlineData("ms", 80, null, 100, true)]
    [InlineData("GB/s", 0.9, null, 1, false)]
    public void A_goal_is_for_the_ratio_or_without_a_peer_for_the_value(string unit, double value, double? peer, double goal, bool reached) =>
        Assert.Equal(reached, new Measurement("m", value, unit, peer is null ? null : "peer", peer, goal).Reached);
}
