using Distill.Benchmarks.LabelLogs;
using Distill.Benchmarks.Table;
using Distill.Data;
using Distill.Jobs;
using Distill.Labels;
using Distill.Networks;
using Distill.Teaching;

namespace Distill.Benchmarks.Teaching;

/// <summary>Labelling as a slot does it: views rendered, forward pass, codec, and the chunk durable in a log; beside PyTorch's forward pass alone.</summary>
internal static class LabelMeasurements
{
    private static readonly CalibrationStatistics s_calibration = new(1, []);

    public static async IAsyncEnumerable<Measurement> RunAsync(Scale scale)
    {
        var folder = Directory.CreateTempSubdirectory("distill-benchmark-");
        var samples = scale.Batch * 2;
        var dataset = RandomImages.Dataset(samples);
        var set = LabelSets.Fresh(classes: 10) with { Samples = samples, ChunkSize = scale.Batch };
        var log = new FileLabelLog(folder.FullName, TimeProvider.System);
        var network = Zoo.Create("resnet56", 10, RandomImages.Shape);
        var augmentation = Augmentations.Parse([new AugmentSpec { Kind = "crop", Amount = 4 }, new AugmentSpec { Kind = "flip" }], RandomImages.Shape);
        using var teacher = new Teacher(
            set, network, Initialization.Create(network, 1), new ViewRenderer(dataset.Train, dataset.Normalization, augmentation, 1));
        var view = 0;
        var name = $"labelling, resnet56, {scale.Batch} samples, float32, 1 thread";
        if (scale.Peers)
        {
            using var plain = new PyTorchPeer("label", "plain", "resnet56", scale.Batch, 1);
            using var channelsLast = new PyTorchPeer("label", "channels_last", "resnet56", scale.Batch, 1);
            using var bfloat16 = new PyTorchPeer("label", "bfloat16", "resnet56", scale.Batch, 1);
            var times = Figures.InTurn(scale.Rounds, Take, () => plain.Take(scale.Steps), () => channelsLast.Take(scale.Steps), () => bfloat16.Take(scale.Steps));
            yield return Of("plain PyTorch, forward alone", times[1], 2.2);
            yield return Of("PyTorch, channels last, forward alone", times[2], null);
            yield return Of("PyTorch, channels last, autocast bfloat16, forward alone", times[3], null);

            Measurement Of(string peer, double time, double? goal) => new(name, PerSecond(times[0]), "images/s", peer, PerSecond(time), goal);
        }
        else
        {
            yield return new(name, PerSecond(Figures.InTurn(scale.Rounds, Take)[0]), "images/s");
        }
        folder.Delete(recursive: true);
        await Task.CompletedTask;

        double PerSecond(double milliseconds) => scale.Batch / milliseconds * 1000;

        double[] Take() => [.. Enumerable.Range(0, scale.Steps).Select(_ => Figures.Milliseconds(() =>
        {
            var taught = teacher.Teach(view, 0, s_calibration, CancellationToken.None);
            log.AppendAsync(set, view++, 0, LabelChunkCodec.Encode(set, taught), CancellationToken.None).GetAwaiter().GetResult();
        }))];
    }
}
