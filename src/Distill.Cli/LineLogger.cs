using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Distill.Cli;

/// <summary>Writes what a worker has to tell its operator, a line each with time and level: warnings and worse.</summary>
/// <param name="output">Where to.</param>
/// <param name="time">The clock.</param>
internal sealed class LineLogger(TextWriter output, TimeProvider time) : ILoggerProvider, ILogger
{
    private readonly Lock _gate = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            var cause = exception is null ? "" : $" ({exception.Message})";
            lock (_gate)
            {
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{time.GetLocalNow():HH:mm:ss} {logLevel.ToString().ToLowerInvariant()}: {formatter(state, exception)}{cause}"));
            }
        }
    }

    public void Dispose()
    {
    }
}
