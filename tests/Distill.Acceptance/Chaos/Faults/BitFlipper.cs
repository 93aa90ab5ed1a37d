using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Distill.Acceptance.Chaos.Faults;

/// <summary>Stands between a teacher and the broker, and flips one bit of the first chunk of labels that passes.</summary>
internal sealed class BitFlipper : IAsyncDisposable
{
    private const int FrameHeader = 7;
    private const int GreetingBytes = 8;
    private const byte Body = 3;

    // Behind the header of a label frame, which has its own sum.
    private const int FlippedByte = 400;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _target;
    private readonly Task _accepting;
    private int _flipped;

    /// <param name="target">The broker's port.</param>
    public BitFlipper(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The port to connect to.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Whether the bit was flipped.</summary>
    public bool HasFlipped => Volatile.Read(ref _flipped) > 0;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = CarryAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using var broker = new TcpClient();
        using (client)
        {
            await broker.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
            var (near, far) = (client.GetStream(), broker.GetStream());
            await Task.WhenAny(far.CopyToAsync(near, _stop.Token), SendAsync(near, far));
        }
    }

    private async Task SendAsync(NetworkStream from, NetworkStream to)
    {
        var frame = new byte[1 << 20];
        await from.ReadExactlyAsync(frame.AsMemory(0, GreetingBytes), _stop.Token);
        await to.WriteAsync(frame.AsMemory(0, GreetingBytes), _stop.Token);
        while (true)
        {
            await from.ReadExactlyAsync(frame.AsMemory(0, FrameHeader), _stop.Token);
            var length = (int)BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(3)) + 1;
            await from.ReadExactlyAsync(frame.AsMemory(FrameHeader, length), _stop.Token);
            if (frame[0] == Body && length > FlippedByte && IsLabels(frame) && Interlocked.Exchange(ref _flipped, 1) == 0)
            {
                frame[FrameHeader + FlippedByte] ^= 0x10;
            }

            await to.WriteAsync(frame.AsMemory(0, FrameHeader + length), _stop.Token);
        }
    }

    private static bool IsLabels(byte[] frame) => frame.AsSpan(FrameHeader, 3).SequenceEqual(new byte[] { 0xD1, (byte)'L', (byte)'F' });
}
