using Distill.Devices;
using Distill.Exports;
using Distill.Networks;
using Distill.Pipeline.Jobs;
using Distill.Quantization;

namespace Distill.Pipeline.Workers;

/// <summary>The exports that a job asks for.</summary>
internal static class StudentExports
{
    public static StudentExport Of(OpenJob job, Run run, Weights weights, TimeProvider time)
    {
        var network = job.Students[run.Student];
        return new StudentExport
        {
            Network = network,
            Weights = weights,
            Dataset = job.Dataset,
            Normalization = job.Normalization,
            Forms = job.Spec.Export,
            SafetensorsBytes = ModelFile.Encode(network, weights).Length,
            Target = QuantizationTargets.Parse(job.Spec.Target),
            EmbedPreprocessing = job.Spec.EmbedPreprocessing,
            Threads = job.Plan.Student.Threads,
            Latency = new LatencyMeasurement(time),
        };
    }
}
