using System.Runtime.InteropServices;

namespace Distill.Cli;

/// <summary>Turns the first Ctrl-C or SIGTERM into a request to stop in good order; a second one ends the process at once.</summary>
internal sealed class Interruption : IDisposable
{
    // One wish may arrive as several signals: a shell, a wrapper and `timeout` each pass on the one that they got.
    private static readonly TimeSpan s_sameWish = TimeSpan.FromSeconds(0.5);

    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _requested = new();
    private readonly PosixSignalRegistration[] _registrations;

    private long _requestedAt;

    public Interruption(TimeProvider time)
    {
        _time = time;
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, Receive))];
    }

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
        signal.Cancel = true;
        if (!_requested.IsCancellationRequested)
        {
            _requestedAt = _time.GetTimestamp();
            _requested.Cancel();
        }
        else if (_time.GetElapsedTime(_requestedAt) > s_sameWish)
        {
            Environment.Exit(ExitCode.Interrupted);
        }
    }
}
