using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Distill.Cli;

/// <summary>Sends spans and figures to a collector over OTLP, where the standard variable <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one, and nowhere otherwise.</summary>
internal sealed class TelemetryExport : IDisposable
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private readonly TracerProvider? _spans;
    private readonly MeterProvider? _figures;

    private TelemetryExport(TracerProvider? spans, MeterProvider? figures) => (_spans, _figures) = (spans, figures);

    /// <param name="variable">Looks up an environment variable.</param>
    public static TelemetryExport Start(Func<string, string?> variable)
    {
        if (string.IsNullOrEmpty(variable(Endpoint)))
        {
            return new TelemetryExport(null, null);
        }

        var resource = ResourceBuilder.CreateDefault().AddService("distill");
        return new TelemetryExport(
            Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Distill.Pipeline.Telemetry.Name, "MassTransit").AddOtlpExporter().Build(),
            Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Distill.Pipeline.Telemetry.Name, "MassTransit").AddOtlpExporter().Build());
    }

    /// <summary>Sends what is left and ends.</summary>
    public void Dispose()
    {
        _spans?.Dispose();
        _figures?.Dispose();
    }
}
