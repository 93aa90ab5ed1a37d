using System.Runtime.InteropServices;

namespace Distill.Cli;

/// <summary>Turns the first Ctrl-C or SIGTERM into a request to stop in good order; a second one ends the process at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _requested = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption() =>
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, Receive))];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _requested.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _requested.Dispose();
    }

    private void Receive(PosixSignalContext signal)
    {
        if (_requested.IsCancellationRequested)
        {
            Environment.Exit(ExitCode.Interrupted);
        }

        signal.Cancel = true;
        _requested.Cancel();
    }
}
