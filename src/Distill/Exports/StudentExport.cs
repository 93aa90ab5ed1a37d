using Distill.Data;
using Distill.Devices;
using Distill.Learning;
using Distill.Networks;
using Distill.Onnx;
using Distill.Quantization;
using Distill.Reports;
using Distill.Tensors.Interop.Onnx;

namespace Distill.Exports;

/// <summary>
/// Writes a trained student in the forms that devices run. What is written is checked against the student before anybody gets it: an ONNX file
/// must give the same logits, on libtorch and, where it is there, on ONNX Runtime; one on bytes the same classes.
/// </summary>
/// <remarks>Belongs to the thread that calls it, because torch's thread count does.</remarks>
public sealed class StudentExport
{
    private const int ComparedImages = 100;

    /// <summary>The network as it was trained.</summary>
    public required Network Network { get; init; }

    /// <summary>Its weights.</summary>
    public required Weights Weights { get; init; }

    /// <summary>The data that it learned from and was measured on.</summary>
    public required Dataset Dataset { get; init; }

    /// <summary>How pixels were scaled in training.</summary>
    public required Normalization Normalization { get; init; }

    /// <summary>The forms that are wanted.</summary>
    public required IReadOnlyList<string> Forms { get; init; }

    /// <summary>The size of the safetensors file.</summary>
    public required long SafetensorsBytes { get; init; }

    /// <summary>The processor that bytes are laid out for.</summary>
    public QuantizationTarget Target { get; init; }

    /// <summary>Whether ONNX files take bytes as they come from a camera.</summary>
    public bool EmbedPreprocessing { get; init; }

    /// <summary>Threads of a forward pass.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>How latencies are measured.</summary>
    public required LatencyMeasurement Latency { get; init; }

    /// <summary>Writes, checks and measures.</summary>
    /// <exception cref="ExportException">The ONNX file does not give the student's logits.</exception>
    public ExportedStudent Create(CancellationToken ct)
    {
        var options = new OnnxExportOptions { Normalization = Normalization, EmbedPreprocessing = EmbedPreprocessing, ClassNames = Dataset.Classes };
        var files = new Dictionary<string, byte[]>();
        QuantizationReport? quantization = null;
        if (Forms.Any(form => form != ExportForms.Safetensors))
        {
            files[ExportForms.Onnx] = OnnxExport.Write(Network, Weights, options);
            CheckParity(files[ExportForms.Onnx], ct);
        }

        if (Forms.Contains(ExportForms.OnnxInt8))
        {
            (var bytes, quantization) = new Int8Export(Network, Weights, Dataset, options, Target, Threads, ct).Create();
            if (quantization.MayBePublished)
            {
                files[ExportForms.OnnxInt8] = bytes;
            }
        }

        var report = Report(files, quantization, ct);
        return new ExportedStudent(
            files.Where(file => Forms.Contains(file.Key)).ToDictionary(file => ExportForms.FileOf(file.Key), file => file.Value), report);
    }

    private LowPowerReport Report(Dictionary<string, byte[]> files, QuantizationReport? quantization, CancellationToken ct)
    {
        var cost = DeviceCost.Of(Network);
        var isMeasured = files.Count > 0 && OnnxRuntime.IsPresent;
        var latencies = isMeasured
            ? files.Keys.Zip(Latency.Measure([.. files.Values.Select(file => (ReadOnlyMemory<byte>)file)], threads: 1)).ToDictionary(pair => pair.First, pair => pair.Second)
            : [];
        var accuracy = quantization?.Quality?.AccuracyFloat32 ?? Accuracy(files, ct);
        var safetensors = new ModelForm { Form = ExportForms.Safetensors, File = ExportForms.FileOf(ExportForms.Safetensors), Bytes = SafetensorsBytes };
        var others = files.Select(file => new ModelForm
        {
            Form = file.Key,
            File = ExportForms.FileOf(file.Key),
            IsDelivered = Forms.Contains(file.Key),
            Bytes = file.Value.Length,
            TakesBytes = EmbedPreprocessing,
            Accuracy = file.Key == ExportForms.OnnxInt8 ? quantization?.Quality?.AccuracyInt8 : accuracy,
            Agreement = file.Key == ExportForms.OnnxInt8 ? quantization?.Quality?.Agreement : null,
            Microseconds = latencies.GetValueOrDefault(file.Key),
            ModelledEnergy = EnergyModel.Of(cost, int8: file.Key == ExportForms.OnnxInt8),
        });
        return new LowPowerReport
        {
            Network = Network.Name,
            Cost = cost,
            Fits = MemoryFit.Of(cost),
            Machine = isMeasured ? MachineReport.OfThis(threads: 1) : null,
            Forms = [safetensors, .. others],
            Quantization = quantization,
        };
    }

    private double? Accuracy(Dictionary<string, byte[]> files, CancellationToken ct)
    {
        if (!OnnxRuntime.IsPresent || !files.TryGetValue(ExportForms.Onnx, out var file))
        {
            return null;
        }

        using var session = new OnnxSession(file);
        var logits_NK = OnnxAnswers.Of(session, Dataset.Test, Normalization, Enumerable.Range(0, Dataset.Test.Count), ct);
        return EvaluationMath.Evaluate(logits_NK, [.. Dataset.Test.Labels], Network.Classes).Top1;
    }

    private void CheckParity(byte[] file, CancellationToken ct)
    {
        OnnxParity.Check(Network, Weights, file);
        if (!OnnxRuntime.IsPresent)
        {
            return;
        }

        var some = new FirstImages(Dataset.Test, Math.Min(ComparedImages, Dataset.Test.Count));
        var (expected_NK, _) = Evaluator.Answers(Network, Weights, some, Normalization, [], Threads);
        using var session = new OnnxSession(file);
        var logits_NK = OnnxAnswers.Of(session, some, Normalization, Enumerable.Range(0, some.Count), ct);
        var deviation = OnnxParity.Difference(expected_NK, logits_NK);
        if (!(deviation <= OnnxParity.Tolerance))
        {
            throw new ExportException($"The ONNX file of {Network.Name} gives other logits than the student (they deviate by {deviation:0.0e+0} of the largest), so it is not written; please report this network.");
        }
    }
}
