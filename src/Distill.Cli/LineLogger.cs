using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;

namespace Distill.Cli;

/// <summary>Writes what a worker has to tell its operator, a line each with time and level: warnings and worse.</summary>
/// <param name="output">Where to.</param>
/// <param name="time">The clock.</param>
/// <param name="asJson">Whether each line is a JSON object, for programs that collect logs.</param>
internal sealed class LineLogger(TextWriter output, TimeProvider time, bool asJson = false) : ILoggerProvider, ILogger
{
    private static readonly JsonSerializerOptions s_json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _gate = new();

    /// <summary>The log of a process: lines, or JSON where DISTILL__Log asks for it.</summary>
    public static LineLogger For(Terminal terminal) => new(terminal.Error, terminal.Time, asJson: terminal.Variable("DISTILL__Log") == "json");

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            var cause = exception is null ? "" : $" ({exception.Message})";
            var line = asJson
                ? JsonSerializer.Serialize(new { time = time.GetUtcNow(), level = logLevel.ToString().ToLowerInvariant(), message = formatter(state, exception), error = exception?.ToString(), trace = Activity.Current?.TraceId.ToString() }, s_json)
                : string.Create(CultureInfo.InvariantCulture, $"{time.GetLocalNow():HH:mm:ss} {logLevel.ToString().ToLowerInvariant()}: {formatter(state, exception)}{cause}");
            lock (_gate)
            {
                output.WriteLine(line);
            }
        }
    }

    public void Dispose()
    {
    }
}
