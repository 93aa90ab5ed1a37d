using Distill.Data;
using Distill.Networks;
using Distill.Onnx;
using Distill.Tensors.Interop.Onnx;
using Google.Protobuf;

namespace Distill.Quantization;

/// <summary>
/// Writes a trained network as an ONNX file on bytes: static quantization after training. The result is compared with the network in
/// 32-bit floats, and what is not good enough is made again with the next remedy: another calibrator, corrected biases, and at last some layers
/// in floats. Without ONNX Runtime the first attempt is written unchecked, and the report says so.
/// </summary>
public sealed class Int8Export
{
    private const int CalibrationImages = 256;

    // With more layers in floats than these, or than a quarter of all, it is no network on bytes.
    private const int MostFloatLayers = 4;

    private readonly QuantizationTarget _target;
    private readonly Dataset _dataset;
    private readonly Normalization _normalization;
    private readonly CancellationToken _ct;
    private readonly Network _network;
    private readonly Weights _weights;
    private readonly ActivationStatistics _statistics;
    private readonly OnnxExportOptions _options;

    /// <summary>Calibrates a network.</summary>
    /// <param name="network">The network as it was trained.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="dataset">Its data: training images calibrate, held-out images compare.</param>
    /// <param name="options">What the file holds besides; its normalisation is needed.</param>
    /// <param name="target">The processor to write for.</param>
    /// <param name="threads">Threads of a forward pass.</param>
    /// <param name="ct">Stops between two batches.</param>
    public Int8Export(
        Network network, Weights weights, Dataset dataset, OnnxExportOptions options, QuantizationTarget target, int threads, CancellationToken ct)
    {
        var (folded, foldedWeights) = BatchNormFolding.Fold(network, weights, keep: []);
        (_network, _weights) = NormsAsConvolutions.Rewrite(folded, foldedWeights);
        (_dataset, _options, _target, _ct) = (dataset, options, target, ct);
        _normalization = options.Normalization ?? throw new NetworkProblemException($"Network \"{network.Name}\" cannot be calibrated, because nothing says how its pixels were scaled.");
        _statistics = ActivationStatistics.Of(_network, _weights, dataset.Train, _normalization, CalibrationImages, threads);
    }

    /// <summary>Makes the best file that the remedies lead to.</summary>
    /// <returns>The file, and how it was made; look at <see cref="QuantizationReport.MayBePublished"/>.</returns>
    public (byte[] Model, QuantizationReport Report) Create()
    {
        if (!OnnxRuntime.IsPresent)
        {
            var unchecked_ = new QuantizationOptions { Target = _target };
            return (Quantize(unchecked_), Report(unchecked_, null, []));
        }

        var float32_NK = Answers(OnnxExport.Write(_network, _weights, _options));
        var attempts = new List<QuantizationAttempt>();
        (byte[] Model, QuantizationOptions Options, QuantizationQuality Quality)? best = null;
        foreach (var options in Remedies(float32_NK, () => best!.Value.Options))
        {
            var model = Quantize(options);
            var quality = QuantizationQuality.Of(Answers(model), float32_NK, _dataset.Test.Labels);
            attempts.Add(new QuantizationAttempt(options.Calibrator, options.CorrectBiases, [.. options.FloatLayers], quality));
            if (best is null || quality.Agreement > best.Value.Quality.Agreement)
            {
                best = (model, options, quality);
            }

            if (quality.IsGood)
            {
                best = (model, options, quality);
                break;
            }
        }

        var (file, chosen, reached) = best!.Value;
        var declared = OperatorCensus.DeclaredIn(OnnxExport.Model(_network, _weights, _options).Graph, chosen.FloatLayers);
        return (file, Report(chosen, reached, attempts) with { Census = OperatorCensus.Of(file, declared, chosen.SignedActivations) });
    }

    // In the order in which they cost the device more.
    private IEnumerable<QuantizationOptions> Remedies(float[] float32_NK, Func<QuantizationOptions> best)
    {
        foreach (var calibrator in Enum.GetValues<Calibrator>())
        {
            yield return new QuantizationOptions { Target = _target, Calibrator = calibrator };
        }

        yield return best() with { CorrectBiases = true };
        var layers = _network.Nodes.Where(node => node.Operator is Conv or Linear).Select(node => node.Name).ToList();
        var worst = LayerSensitivity.WorstFirst(layers, layer => QuantizationQuality.Of(
            Answers(Quantize(best() with { FloatLayers = [.. layers.Where(other => other != layer)] })), float32_NK, _dataset.Test.Labels).Divergence);
        for (var count = 1; count <= Math.Min(layers.Count / 4, MostFloatLayers); count++)
        {
            yield return best() with { FloatLayers = [.. worst.Take(count)] };
        }
    }

    private byte[] Quantize(QuantizationOptions options)
    {
        var weights = options.CorrectBiases ? BiasCorrection.Apply(_network, _weights, _statistics, options.HighestWeight, options.FloatLayers) : _weights;
        var model = OnnxExport.Model(_network, weights, _options);
        var scales = QuantizedValues.Of(model.Graph, Ranges(options.Calibrator), options.SignedActivations);
        return new GraphQuantizer(model, scales, options).Quantize().ToByteArray();
    }

    // By the names that the values have in the file.
    private Dictionary<string, ActivationRange> Ranges(Calibrator calibrator)
    {
        var pixels = _options.EmbedPreprocessing ? Preprocessing.Pixels : OnnxExport.Input;
        return _statistics.Ranges(calibrator).ToDictionary(
            range => range.Key == Network.Images ? pixels : range.Key, range => range.Value);
    }

    private float[] Answers(byte[] model)
    {
        using var session = new OnnxSession(model, new OnnxSessionOptions { SignedBytes = _target == QuantizationTarget.Arm });
        return OnnxAnswers.Of(session, _dataset.Test, _normalization, Enumerable.Range(0, _dataset.Test.Count), _ct);
    }

    private static QuantizationReport Report(QuantizationOptions options, QuantizationQuality? quality, IReadOnlyList<QuantizationAttempt> attempts) => new()
    {
        Scheme = options.Scheme,
        Calibrator = options.Calibrator,
        CalibrationImages = CalibrationImages,
        CorrectedBiases = options.CorrectBiases,
        FloatLayers = [.. options.FloatLayers],
        Quality = quality,
        Attempts = attempts,
    };
}
