namespace Distill.Exports;

/// <summary>A student cannot be delivered in a form; the message says why and what to do.</summary>
public sealed class ExportException(string message) : Exception(message);
