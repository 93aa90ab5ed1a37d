using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Distill.Pipeline;

/// <summary>
/// What this program tells a collector, if somebody listens: spans of source <see cref="Name"/> beside those of the bus, which join into one
/// trace for each job, and figures in UCUM units. Without a listener none of it costs anything.
/// </summary>
public static class Telemetry
{
    /// <summary>The name of the source of spans and of the meter.</summary>
    public const string Name = "Distill";

    internal static readonly ActivitySource Spans = new(Name);

    private static readonly Meter s_meter = new(Name);

    internal static readonly Counter<long> Trained = s_meter.CreateCounter<long>("distill.training.samples", "{sample}", "Images that networks have learned from.");

    internal static readonly Counter<double> Waited = s_meter.CreateCounter<double>("distill.training.wait", "s", "Time that networks in training have waited for images and labels.");

    internal static readonly Counter<long> Taught = s_meter.CreateCounter<long>("distill.teacher.samples", "{sample}", "Images that teachers have labelled.");

    internal static readonly Counter<long> LabelBytes = s_meter.CreateCounter<long>("distill.labels.size", "By", "Bytes of labels that teachers have written.");

    internal static readonly Counter<long> Moves = s_meter.CreateCounter<long>("distill.jobs", "{job}", "Jobs that have come to a state.");

    internal static readonly Gauge<double> Loss = s_meter.CreateGauge<double>("distill.student.loss", "1", "The loss of the latest step.");

    internal static readonly Gauge<double> Accuracy = s_meter.CreateGauge<double>("distill.student.accuracy", "1", "Top-1 accuracy on the test images, 0 to 1.");

    internal static readonly Gauge<double> Progress = s_meter.CreateGauge<double>("distill.run.progress", "1", "Steps done of a run, 0 to 1.");

    internal static readonly Histogram<double> Segment = s_meter.CreateHistogram<double>("distill.segment.duration", "s", "Time that a segment trained.");
}
