using static TorchSharp.torch;

namespace Distill.Losses;

/// <summary>
/// Truncated Plackett-Luce negative log-likelihood of the teacher's activation order under the student's connector scores
/// <c>u = W g + b</c>, where g is the student's pooled feature at the paired tap:
/// <c>L = Σ_{i≤k} [ log Σ_{j∈R_i} exp(u_j) − u_{π_i} ]</c>, R_i = all channels that have not switched on before position i.
/// </summary>
/// <remarks>
/// The likelihood is Plackett's (1975); the full denominators over unlisted channels are those of RankDistil (Reddi et al. 2021).
/// That it is taken over a network's hidden channels, ordered by calibrated drive, is this project's own construction.
/// The value is a sum over positions: untrained it is about <see cref="ChanceValue"/>; its gradient with respect to u has an L1 norm of at most 2k.
/// </remarks>
public sealed class ActivationOrder : LossTerm
{
    private readonly double _onWeight;

    /// <summary>Creates the term over one or more pairs of layers.</summary>
    /// <param name="weight">Factor in the loss; 32 / prefix is a good start for the sum form.</param>
    /// <param name="pairs">The layers that are paired.</param>
    /// <param name="seed">The student's seed, from which the connectors' initial values follow.</param>
    /// <param name="warmupEpochs">Epochs of linear warm-up.</param>
    /// <param name="onWeight">Weight of <see cref="OnMargin"/> beside the likelihood; above 0 the labels must hold masks.</param>
    public ActivationOrder(double weight, IReadOnlyList<TapPair> pairs, ulong seed, double warmupEpochs = 0, double onWeight = 0)
        : base("activation_order", weight, warmupEpochs)
    {
        _onWeight = onWeight;
        Connectors = [.. pairs.Select((pair, index) => new Connector(pair, index, seed))];
    }

    /// <summary>The linear maps from student features to teacher channels, one per pair.</summary>
    public IReadOnlyList<Connector> Connectors { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, Tensor Value)> Parameters => [.. Connectors.SelectMany(c => c.Parameters)];

    /// <summary>The loss of a student that knows nothing: <c>Σ_{i&lt;k} ln(C − i)</c>.</summary>
    public static double ChanceValue(int channels, int length) =>
        Enumerable.Range(0, length).Sum(i => Math.Log(channels - i));

    /// <inheritdoc/>
    public override Tensor Compute(LossInput input)
    {
        Tensor? loss = null;
        foreach (var connector in Connectors)
        {
            var pair = connector.Pair;
            var scores_NC = connector.Scores(input.Pooled_ND[pair.StudentNode]);
            var term = Of(scores_NC, input.Targets.Orders[pair]) * pair.Weight;
            loss = loss is null ? term : loss + term;
        }
        return loss ?? throw new InvalidOperationException("The loss term activation_order pairs no layers.");
    }

    /// <summary>The likelihood of the listed orders under <paramref name="scores_NC"/>, mean over the batch; a sample without an order adds 0.</summary>
    public static Tensor NegativeLogLikelihood(Tensor scores_NC, OrderTargets order)
    {
        using var invalid_NM = order.Valid_NM.logical_not();
        var listed_NM = scores_NC.gather(1, order.Indices_NM).masked_fill(invalid_NM, MinusLarge);
        var unlisted_N1 = scores_NC.masked_fill(order.Listed_NC, MinusLarge).logsumexp(1, keepdim: true);
        // Everything still in the race at position i: the tail of the list from i on, and all that is not listed.
        var tail_NM = listed_NM.flip(1).logcumsumexp(1).flip(1);
        var race_NM = tail_NM.logaddexp(unlisted_N1);
        var loss_NM = (race_NM - listed_NM).masked_fill(invalid_NM, 0);
        return loss_NM.sum(1).mean();
    }

    /// <summary>
    /// The margin <c>1/C Σ_c [on_c] max(0, 1 − u_c)² + [off_c] max(0, 1 + u_c)²</c> on which channels are above rest at all, mean over the
    /// batch: the activation-boundary loss of Heo et al. (2019) on pooled scores. The likelihood leaves the level of the scores free; this
    /// puts the boundary between on and off at 0.
    /// </summary>
    public static Tensor OnMargin(Tensor scores_NC, Tensor on_NC)
    {
        var side_NC = on_NC.to(ScalarType.Float32) * 2 - 1;
        return (1 - scores_NC * side_NC).relu().square().mean();
    }

    private Tensor Of(Tensor scores_NC, OrderTargets order) => (_onWeight, order.On_NC) switch
    {
        (0, _) => NegativeLogLikelihood(scores_NC, order),
        (_, { } on_NC) => NegativeLogLikelihood(scores_NC, order) + OnMargin(scores_NC, on_NC) * _onWeight,
        _ => throw new InvalidOperationException("The loss term activation_order has an on_weight, but the labels hold no masks of it."),
    };
}
