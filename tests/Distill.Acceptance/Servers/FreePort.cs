using System.Net;
using System.Net.Sockets;

namespace Distill.Acceptance.Servers;

/// <summary>Ports of this machine that nobody listened on a moment ago.</summary>
internal static class FreePort
{
    /// <summary>So many different ones.</summary>
    public static int[] Several(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        listeners.ForEach(listener => listener.Dispose());
        return ports;
    }
}
