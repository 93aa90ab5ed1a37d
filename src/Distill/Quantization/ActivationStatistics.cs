using Distill.Data;
using Distill.Networks;
using Distill.Tensors;
using static TorchSharp.torch;

namespace Distill.Quantization;

/// <summary>What calibration images put into the values of a network: a histogram of each, and the mean of each channel.</summary>
internal sealed class ActivationStatistics
{
    private const int BatchSize = 32;

    private readonly Dictionary<string, ActivationHistogram> _histograms;
    private readonly Dictionary<string, double[]> _channelMeans = [];

    private ActivationStatistics(Network network) =>
        _histograms = network.Nodes.Select(node => node.Name).Append(Network.Images).ToDictionary(value => value, _ => new ActivationHistogram());

    /// <summary>Runs the images through the network twice: for the extremes, then to count between them.</summary>
    /// <param name="network">The network, folded.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="images">Images as they come, without augmentation.</param>
    /// <param name="normalization">How pixels are scaled.</param>
    /// <param name="count">How many images are used.</param>
    /// <param name="threads">Threads of a forward pass.</param>
    public static ActivationStatistics Of(Network network, Weights weights, ImageSet images, Normalization normalization, int count, int threads)
    {
        NumericEnvironment.UseThreads(threads);
        var statistics = new ActivationStatistics(network);
        using var module = new NetworkModule(network, weights, trainable: false);
        statistics.Pass(module, images, normalization, count, (histogram, values) => histogram.Widen(values), withMeans: true);
        statistics.Pass(module, images, normalization, count, (histogram, values) => histogram.Count(values), withMeans: false);
        return statistics;
    }

    /// <summary>The ranges of all values by name.</summary>
    public IReadOnlyDictionary<string, ActivationRange> Ranges(Calibrator calibrator) =>
        _histograms.ToDictionary(pair => pair.Key, pair => RangeSearch.Of(pair.Value, calibrator));

    /// <summary>The mean of each channel of a value over all images and places.</summary>
    public IReadOnlyList<double> ChannelMeans(string value) => _channelMeans[value];

    private void Pass(
        NetworkModule module, ImageSet images, Normalization normalization, int count, Action<ActivationHistogram, ReadOnlySpan<float>> observe, bool withMeans)
    {
        var network = module.Network;
        string[] taps = [.. network.Nodes.Select(node => node.Name)];
        var views = new ViewRenderer(images, normalization, Augmentation.None, seed: 0);
        var plans = Spread(images.Count, count).Chunk(BatchSize).Select(samples => new BatchPlan(ViewRenderer.Plain, samples));
        using var loader = new BatchLoader(views, plans);
        foreach (var batch in loader.Batches(CancellationToken.None))
        {
            using (batch)
            {
                using var scope = NewDisposeScope();
                using var inference = inference_mode();
                var pixels_NCHW = PixelTensors.Of(batch.Pixels_NHWC, batch.Count, network.Input);
                var values = module.Forward(pixels_NCHW, training: false, taps).Taps_NCHW;
                Observe(Network.Images, pixels_NCHW);
                foreach (var tap in taps)
                {
                    Observe(tap, values[tap]);
                }

                void Observe(string value, Tensor numbers)
                {
                    observe(_histograms[value], numbers.contiguous().data<float>().ToArray());
                    if (withMeans)
                    {
                        Mean(value, numbers, (double)batch.Count / Math.Min(count, images.Count));
                    }
                }
            }
        }
    }

    private void Mean(string value, Tensor numbers, double share)
    {
        var means_C = (numbers.ndim == 4 ? numbers.mean([0, 2, 3]) : numbers.mean([0])).data<float>().ToArray();
        var sums = _channelMeans.TryGetValue(value, out var known) ? known : _channelMeans[value] = new double[means_C.Length];
        for (var channel = 0; channel < sums.Length; channel++)
        {
            sums[channel] += share * means_C[channel];
        }
    }

    // Evenly over the whole set, whose classes may lie one after another.
    private static IEnumerable<int> Spread(int available, int wanted) =>
        Enumerable.Range(0, Math.Min(available, wanted)).Select(i => (int)((long)i * available / Math.Min(available, wanted)));
}
