using System.Diagnostics;
using System.Globalization;

namespace Distill.Acceptance.Servers;

/// <summary>
/// A server as a child process that also ends when the tests are killed: a shell between the two waits for the end of its input.
/// </summary>
internal sealed class WatchedProcess : IDisposable
{
    private const int LinesKept = 40;

    private const string Script = """
        exec 3<&0 2>&1
        "$@" </dev/null 3<&- &
        child=$!
        exec 2>/dev/null
        (read -r nothing <&3; kill -9 $child) >/dev/null &
        watch=$!
        echo "$child"
        wait $child
        code=$?
        kill $watch
        exit $code
        """;

    private readonly Process _shell;
    private readonly Process _child;
    private readonly Queue<string> _latest = [];

    private WatchedProcess(Process shell, Process child) => (_shell, _child) = (shell, child);

    /// <summary>The server's own process id.</summary>
    public int Id => _child.Id;

    /// <summary>The last lines that the server wrote.</summary>
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

    public static async Task<WatchedProcess> StartAsync(
        string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, CancellationToken ct)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Script, "sh", file, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var shell = Process.Start(start)!;
        var id = int.Parse((await shell.StandardOutput.ReadLineAsync(ct))!, CultureInfo.InvariantCulture);
        return new(shell, Process.GetProcessById(id));
    }

    /// <summary>Waits until the server writes a line with these words; false where it ended without. What follows is read on its own.</summary>
    public async Task<bool> SaysAsync(string words, CancellationToken ct)
    {
        while (await NextLineAsync(ct) is { } line)
        {
            if (line.Contains(words, StringComparison.Ordinal))
            {
                _ = DrainAsync();
                return true;
            }
        }

        return false;
    }

    /// <summary>Ends the server as the kernel does when memory runs out.</summary>
    public async Task KillAsync(CancellationToken ct)
    {
        _child.Kill();
        await _shell.WaitForExitAsync(ct);
    }

    /// <summary>Sends a signal by its name, such as <c>STOP</c>.</summary>
    public async Task SignalAsync(string signal, CancellationToken ct)
    {
        using var kill = Process.Start("kill", [$"-{signal}", Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(ct);
    }

    /// <summary>Waits for the end.</summary>
    public Task EndAsync(CancellationToken ct) => _shell.WaitForExitAsync(ct);

    public void Dispose()
    {
        _shell.StandardInput.Close();
        _shell.WaitForExit();
        _child.Dispose();
        _shell.Dispose();
    }

    private async Task DrainAsync()
    {
        while (await NextLineAsync(CancellationToken.None) is not null)
        {
        }
    }

    private async Task<string?> NextLineAsync(CancellationToken ct)
    {
        var line = await _shell.StandardOutput.ReadLineAsync(ct);
        lock (_latest)
        {
            if (line is not null)
            {
                _latest.Enqueue(line);
            }

            if (_latest.Count > LinesKept)
            {
                _latest.Dequeue();
            }
        }

        return line;
    }
}
