using System.Globalization;
using System.Text;

namespace Distill.Server;

/// <summary>Figures as Prometheus collects them: text of version 0.0.4.</summary>
internal sealed class FigureText
{
    /// <summary>What the text is.</summary>
    public const string Type = "text/plain; version=0.0.4";

    private readonly StringBuilder _text = new();

    /// <summary>A figure that may rise and fall.</summary>
    public FigureText Gauge(string name, string help, double value) => Gauge(name, help, ("", value));

    /// <summary>The same of several things, each with its labels, as in <c>state="queued"</c>.</summary>
    public FigureText Gauge(string name, string help, params ReadOnlySpan<(string Labels, double Value)> values) => Add(name, "gauge", help, values);

    /// <summary>What a collector wants to know of every process.</summary>
    public override string ToString()
    {
        Gauge("process_resident_memory_bytes", "Memory of the process.", Environment.WorkingSet);
        Add("process_cpu_seconds_total", "counter", "Processor time of the process.", ("", Math.Round(Environment.CpuUsage.TotalTime.TotalSeconds, 3)));
        return _text.ToString();
    }

    /// <summary>Labels by name and value. Names and versions hold neither quotes nor backslashes.</summary>
    public static string Labels(params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var text = new List<string>();
        foreach (var (name, value) in labels)
        {
            text.Add($"{name}=\"{value}\"");
        }

        return string.Join(',', text);
    }

    private FigureText Add(string name, string kind, string help, params ReadOnlySpan<(string Labels, double Value)> values)
    {
        _text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {kind}\n");
        foreach (var (labels, value) in values)
        {
            _text.Append(CultureInfo.InvariantCulture, $"{name}{(labels.Length > 0 ? $"{{{labels}}}" : "")} {value}\n");
        }

        return this;
    }
}
