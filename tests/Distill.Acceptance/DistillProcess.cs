using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;

namespace Distill.Acceptance;

/// <summary>The real program as a process of its own, with a store of the test's own.</summary>
internal sealed class DistillProcess : IDisposable
{
    private const int LinesKept = 12;

    // Far above what any step of a test takes, so that one that hangs ends with its last words and the others still run.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(4);

    private readonly string _command;

    private readonly Process _process;
    private readonly Channel<string> _progress = Channel.CreateUnbounded<string>();
    private readonly Queue<string> _latest = [];
    private readonly Task<string> _output;

    public DistillProcess(string store, params string[] arguments)
        : this(store, new Dictionary<string, string>(), arguments)
    {
    }

    /// <param name="store">Its store.</param>
    /// <param name="environment">More variables of its environment.</param>
    /// <param name="arguments">Its command line.</param>
    public DistillProcess(string store, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Distill.Cli.dll"), .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["DISTILL__Store"] = store;
        start.Environment["NO_COLOR"] = "1";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _command = string.Join(' ', arguments);
        _process = Process.Start(start)!;
        Id = _process.Id;
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                _progress.Writer.Complete();
            }
            else
            {
                Keep(line.Data);
                _progress.Writer.TryWrite(line.Data);
            }
        };
        _process.BeginErrorReadLine();
        _output = _process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>Its process id.</summary>
    public int Id { get; }

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Everything on standard error that has been awaited so far.</summary>
    public List<string> Progress { get; } = [];

    /// <summary>The last lines on standard error.</summary>
    public string Latest
    {
        get
        {
            lock (_latest)
            {
                return string.Join('\n', _latest);
            }
        }
    }

    /// <summary>Waits for a line of progress; false where the process ended without one.</summary>
    /// <exception cref="TimeoutException">For minutes nothing of the kind came.</exception>
    public Task<bool> SeesAsync(Func<string, bool> wanted, CancellationToken ct) => PatientlyAsync(async patience =>
    {
        await foreach (var line in _progress.Reader.ReadAllAsync(patience))
        {
            Progress.Add(line);
            if (wanted(line))
            {
                return true;
            }
        }
        return false;
    }, ct);

    /// <summary>Ends the process as the kernel does when memory runs out: no handler runs.</summary>
    public async Task KillAsync(CancellationToken ct)
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(ct);
    }

    /// <summary>Sends a signal by its name, such as <c>INT</c>.</summary>
    public async Task SignalAsync(string signal, CancellationToken ct)
    {
        using var kill = Process.Start("kill", [$"-{signal}", Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(ct);
    }

    /// <summary>Waits for the end and gives the exit code and everything on standard output.</summary>
    public async Task<(int Code, string Output)> EndAsync(CancellationToken ct)
    {
        await SeesAsync(_ => false, ct);
        return await PatientlyAsync(async patience =>
        {
            await _process.WaitForExitAsync(patience);
            return (_process.ExitCode, await _output.WaitAsync(patience));
        }, ct);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }
        _process.Dispose();
    }

    private async Task<T> PatientlyAsync<T>(Func<CancellationToken, Task<T>> wait, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(s_patience);
        try
        {
            return await wait(patience.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"For {s_patience.TotalMinutes:0} minutes `distill {_command}` was awaited in vain. Its last words:\n{Latest}");
        }
    }

    private void Keep(string line)
    {
        lock (_latest)
        {
            _latest.Enqueue(line);
            if (_latest.Count > LinesKept)
            {
                _latest.Dequeue();
            }
        }
    }
}
