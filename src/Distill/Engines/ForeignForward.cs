using Distill.Networks;
using Distill.Tensors;
using static TorchSharp.torch;

namespace Distill.Engines;

/// <summary>The forward pass of a model that another engine runs: always the same batch size, the last batch padded with zeros.</summary>
/// <remarks>Belongs to the thread that created it, because torch's thread count does.</remarks>
internal sealed class ForeignForward : IForward
{
    private readonly Network _network;
    private readonly IForeignProgram _program;
    private readonly Foreign _logits;
    private readonly Foreign[] _taps;
    private readonly int _batchSize;

    public ForeignForward(Network network, byte[] file, IReadOnlyList<string> taps, int batchSize, int threads)
    {
        NumericEnvironment.UseThreads(threads);
        var results = network.Nodes.ToDictionary(node => node.Name, node => (Foreign)node.Operator);
        (_network, _batchSize, _logits) = (network, batchSize, results[network.Output]);
        _taps = [.. taps.Select(tap => results[tap])];
        _program = Named(() => ForeignEngines.Start(_logits.Engine, file));
    }

    public (float[] Logits_NK, float[][] Pooled_ND) Run(ReadOnlySpan<float> pixels_NHWC, int count)
    {
        using var scope = NewDisposeScope();
        var images_NCHW = PixelTensors.Of(pixels_NHWC, _batchSize, _network.Input).contiguous();
        var results = Named(() => _program.Run(images_NCHW));
        return (Rows(results, _logits, count), [.. _taps.Select(tap => Rows(results, tap, count))]);
    }

    public void Dispose() => _program.Dispose();

    /// <summary>The rows of the samples: of a map the mean of each channel, of tokens the mean over them.</summary>
    private float[] Rows(IReadOnlyList<HostTensor> results, Foreign wanted, int count)
    {
        if (wanted.Result >= results.Count || !results[wanted.Result].Shape.AsSpan().SequenceEqual([_batchSize, .. wanted.Shape]))
        {
            throw new NetworkProblemException($"{_network.Name} gives other results for {_batchSize} images than for two; export it so that it takes any number of images.");
        }

        var values = results[wanted.Result].Values;
        var channels = (int)Shapes.Channels(wanted.Shape);
        var area = (int)Shapes.Count(wanted.Shape) / channels;
        var (step, next) = wanted.Shape.Count == 2 ? (channels, 1) : (1, area);
        var rows = new float[count * channels];
        for (var row = 0; row < rows.Length; row++)
        {
            var at = (row / channels * channels * area) + (row % channels * next);
            double sum = 0;
            for (var place = 0; place < area; place++)
            {
                sum += values[at + (place * step)];
            }

            rows[row] = (float)(sum / area);
        }

        return rows;
    }

    private T Named<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (NetworkProblemException problem)
        {
            throw new NetworkProblemException($"{_network.Name} {problem.Message}.", problem);
        }
    }
}
