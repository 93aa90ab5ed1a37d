namespace Distill.Benchmarks.Table;

/// <summary>The peers of one figure: PyTorch as everybody writes it, with channels last, and with channels last and bfloat16.</summary>
internal sealed class PyTorchPeers(string verb, string network, int batch, int threads) : IDisposable
{
    private readonly PyTorchPeer[] _peers =
        [.. new[] { "plain", "channels_last", "bfloat16" }.Select(variant => new PyTorchPeer(verb, variant, network, batch, threads))];

    /// <summary>Median milliseconds of a step of Distill, and of one of each peer in the order above, taken in turn.</summary>
    public double[] InTurn(Effort effort, Func<double[]> ours) =>
        Figures.InTurn(effort.Rounds, [ours, .. _peers.Select(peer => (Func<double[]>)(() => peer.Take(effort.Steps)))]);

    public void Dispose() => Array.ForEach(_peers, peer => peer.Dispose());
}
