using System.Diagnostics;
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
    private const int Classes = 10;
    private const int Record = 1 + (3 * 32 * 32);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_method_and_seed_gives_a_line_and_the_means_follow()
    {
        using var folder = new TemporaryFolder();
        WriteNoise(Path.Combine(folder.Path, "data_batch_1.bin"), images: 40);
        WriteNoise(Path.Combine(folder.Path, "test_batch.bin"), images: 20);

        var lines = await RunAsync(
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

        var output = await RunAsync(
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

    private static void WriteNoise(string file, int images)
    {
        var bytes = new byte[images * Record];
        new Random(images).NextBytes(bytes);
        for (var image = 0; image < images; image++)
        {
            bytes[image * Record] = (byte)(image % Classes);
        }
        File.WriteAllBytes(file, bytes);
    }

    private static async Task<string[]> RunAsync(params string[] arguments)
    {
        if (!await HasTorchAsync())
        {
            Assert.Skip("Needs Debian's python3-torch.");
        }
        var (code, output, errors) = await StartAsync(arguments);
        Assert.True(code == 0, errors);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<bool> HasTorchAsync() =>
        File.Exists(PyTorchPeer.Interpreter) && (await StartAsync("-c", "import torch")).Code == 0;

    private static async Task<(int Code, string Output, string Errors)> StartAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(PyTorchPeer.Interpreter, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        PyTorchPeer.Settle(start, threads: 1);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(Ct);
        var output = await process.StandardOutput.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);
        return (process.ExitCode, output, await errors);
    }
}
