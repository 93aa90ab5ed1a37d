using System.Diagnostics.CodeAnalysis;

namespace Distill.Artifacts;

/// <summary>
/// Mutual exclusion between all processes that can open one file. The kernel frees it when its holder dies, however it
/// dies, so there is nothing to time out and nothing to clean up.
/// </summary>
/// <param name="path">The lock's own file. It is empty and stays for good: removing it would let two holders in.</param>
/// <param name="time">Clock of the waiting between tries.</param>
[SuppressMessage("Design", "CA1001", Justification = "A SemaphoreSlim holds nothing to free until its wait handle is asked for.")]
public sealed class FileLock(string path, TimeProvider time)
{
    // EAGAIN on Linux, EAGAIN on macOS, a sharing violation on Windows.
    private static readonly int[] s_heldByAnother = [11, 35, unchecked((int)0x80070020)];

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(5);

    private readonly SemaphoreSlim _withinProcess = new(1);

    /// <summary>Waits for the lock; disposing the result frees it.</summary>
    /// <exception cref="StoreException">The lock file cannot be created.</exception>
    public async Task<IDisposable> TakeAsync(CancellationToken ct)
    {
        await _withinProcess.WaitAsync(ct);
        try
        {
            while (true)
            {
                if (TryOpen(path) is { } file)
                {
                    return new Holder(file, _withinProcess);
                }

                await Task.Delay(s_pause, time, ct);
            }
        }
        catch
        {
            _withinProcess.Release();
            throw;
        }
    }

    /// <summary>Opens a file so that no other process can, or returns <see langword="null"/> when another has it open so.</summary>
    /// <exception cref="StoreException">The file cannot be created.</exception>
    public static FileStream? TryOpen(string path) => TryOpen(path, FileAccess.ReadWrite, FileShare.None);

    /// <summary>
    /// Opens a file so that others can open it in this way, too, but nobody by <see cref="TryOpen(string)"/>; <see langword="null"/>
    /// when somebody has it open by that.
    /// </summary>
    /// <exception cref="StoreException">The file cannot be created.</exception>
    public static FileStream? TryShare(string path) => TryOpen(path, FileAccess.Read, FileShare.Read);

    private static FileStream? TryOpen(string path, FileAccess access, FileShare share)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, access, share, bufferSize: 0);
        }
        catch (IOException refusal) when (s_heldByAnother.Contains(refusal.HResult))
        {
            return null;
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            throw StoreException.Because("lock", path, refusal);
        }
    }

    private sealed class Holder(FileStream file, SemaphoreSlim withinProcess) : IDisposable
    {
        public void Dispose()
        {
            file.Dispose();
            withinProcess.Release();
        }
    }
}
