using System.Globalization;
using System.Text.Json;
using Distill.Benchmarks.Table;
using Distill.Labels;
using Distill.Losses;
using Distill.Tests.Support;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Distill.Benchmarks.Peers;

/// <summary>methods.py still runs, and its orders and its likelihood are Distill's.</summary>
public sealed class MethodsPeerTests
{
    [Fact]
    public async Task Every_method_and_seed_gives_a_line_and_the_means_follow()
    {
        using var folder = new TemporaryFolder();
        NoiseCifar.Write(folder.Path, train: 40, test: 20);

        var lines = await PeerPython.RunAsync(
            PyTorchPeer.Script("methods"), folder.Path, "random", "--teacher", "cifar10_resnet8", "--epochs", "2", "--views", "2", "--batch", "16", "--seeds", "1,2");

        var runs = lines[..^1].Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(
            ["alone 1", "kd 1", "order 1", "kd-order 1", "alone 2", "kd 2", "order 2", "kd-order 2"],
            runs.Select(run => $"{run.GetProperty("method").GetString()} {run.GetProperty("seed").GetInt32()}"));
        Assert.All(runs, run => Assert.InRange(run.GetProperty("accuracy").GetDouble(), 0, 1));
        Assert.Equal(
            runs.Where(run => run.GetProperty("method").GetString() == "kd").Average(run => run.GetProperty("accuracy").GetDouble()),
            JsonDocument.Parse(lines[^1]).RootElement.GetProperty("kd").GetProperty("mean").GetDouble(), 9);
    }

    [Fact]
    public async Task Orders_and_their_likelihood_are_those_of_Distill()
    {
        const int Samples = 5, Channels = 6, Prefix = 3;
        var random = new Random(1);
        float[] z_NC = [.. Enumerable.Range(0, Samples * Channels).Select(_ => (random.NextSingle() * 4) - 2)];
        float[] scores_NC = [.. Enumerable.Range(0, Samples * Channels).Select(_ => (random.NextSingle() * 40) - 20)];

        var output = await PeerPython.RunAsync(
            "-c",
            $"""
            import sys
            sys.path.insert(0, {JsonSerializer.Serialize(Path.GetDirectoryName(PyTorchPeer.Script("methods")))})
            import methods, torch
            order, lengths = methods.order_of(torch.tensor([{Text(z_NC)}]).view(-1, {Channels}), {Prefix})
            print(*lengths.tolist())
            print(*[channel for row, length in zip(order.tolist(), lengths.tolist()) for channel in row[:length]])
            print(methods.order_loss(torch.tensor([{Text(scores_NC)}]).view(-1, {Channels}), order, lengths).item())
            """);

        var column = OrderSignature.Of(z_NC, new TapColumn("last", Channels, Prefix));
        Assert.Equal(string.Join(' ', column.Lengths_N), output[0]);
        Assert.Equal(string.Join(' ', Enumerable.Range(0, Samples).SelectMany(sample => column.Of(sample).ToArray())), output[1]);
        Assert.Equal(LossOf(scores_NC, column, Samples), double.Parse(output[2], CultureInfo.InvariantCulture), 1e-4);
    }

    private static double LossOf(float[] scores_NC, OrderColumn column, int samples)
    {
        var (channels, prefix) = (column.Tap.Channels, column.Tap.Prefix);
        var (indices_NM, valid_NM, listed_NC) = (new long[samples * prefix], new bool[samples * prefix], new bool[samples * channels]);
        for (var sample = 0; sample < samples; sample++)
        {
            foreach (var (place, channel) in column.Of(sample).ToArray().Index())
            {
                (indices_NM[(sample * prefix) + place], valid_NM[(sample * prefix) + place], listed_NC[(sample * channels) + channel]) = (channel, true, true);
            }
        }
        using var scope = NewDisposeScope();
        var order = new OrderTargets(tensor(indices_NM, [samples, prefix]), tensor(valid_NM, [samples, prefix]), tensor(listed_NC, [samples, channels]));
        return ActivationOrder.NegativeLogLikelihood(tensor(scores_NC, [samples, channels]), order).ToDouble();
    }

    private static string Text(float[] values) => string.Join(", ", values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
}
