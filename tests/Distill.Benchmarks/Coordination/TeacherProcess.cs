using System.Diagnostics;

namespace Distill.Benchmarks.Coordination;

/// <summary>A <see cref="WaitingTeacher"/> that has been started.</summary>
internal sealed class TeacherProcess : IDisposable
{
    private readonly Process _process;

    public TeacherProcess(string broker, string store, string cache, double millisecondsPerBatch)
    {
        var start = new ProcessStartInfo("dotnet", [
            typeof(TeacherProcess).Assembly.Location, WaitingTeacher.Verb, broker, store, cache,
            millisecondsPerBatch.ToString(System.Globalization.CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
    }

    /// <summary>Waits until it takes work.</summary>
    public async Task ReadyAsync(CancellationToken ct)
    {
        if (await _process.StandardOutput.ReadLineAsync(ct) != "ready")
        {
            throw new InvalidOperationException("The teacher did not start.");
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}
