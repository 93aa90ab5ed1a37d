using Distill.Tensors;

namespace Distill.Benchmarks.Table;

/// <summary>
/// The peers of one figure: PyTorch as everybody writes it, with channels last, and with channels last and bfloat16 where the processor
/// has that: elsewhere a step takes twenty times as long, and nobody would do it.
/// </summary>
internal sealed class PyTorchPeers(string verb, string network, int batch, int threads) : IDisposable
{
    private static readonly (string Variant, string Name)[] s_variants =
        [("plain", "plain PyTorch"), ("channels_last", "PyTorch, channels last"), ("bfloat16", "PyTorch, channels last, autocast bfloat16")];

    private readonly (string Name, PyTorchPeer Peer)[] _peers =
    [
        .. s_variants.Where(variant => variant.Variant != "bfloat16" || NumericEnvironment.HasBFloat16)
            .Select(variant => (variant.Name, new PyTorchPeer(verb, variant.Variant, network, batch, threads))),
    ];

    /// <summary>Median milliseconds of a step of Distill, and of one of each peer by its name, plain PyTorch first, taken in turn.</summary>
    public (double Ours, IReadOnlyList<(string Peer, double Time)> Peers) InTurn(Effort effort, Func<double[]> ours)
    {
        var times = Figures.InTurn(effort.Rounds, [ours, .. _peers.Select(peer => (Func<double[]>)(() => peer.Peer.Take(effort.Steps)))]);
        return (times[0], [.. _peers.Select((peer, i) => (peer.Name, times[i + 1]))]);
    }

    public void Dispose() => Array.ForEach(_peers, peer => peer.Peer.Dispose());
}
