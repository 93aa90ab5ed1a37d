using static TorchSharp.torch;

namespace Distill.Losses;

/// <summary>
/// Softmax-regression representation learning <c>mean (W g + b − a)² + mean (F(W g + b) − t)²</c>: a connector brings the student's pooled
/// features g to the teacher's a, and the teacher's own classifier F, which stays as it is, to the teacher's logits t (Yang et al. 2021).
/// </summary>
/// <param name="weight">Factor in the loss.</param>
/// <param name="pair">The layers whose pooled features are compared.</param>
/// <param name="seed">The student's seed, from which the connector's initial values follow.</param>
/// <param name="head">The teacher's classifier.</param>
/// <param name="warmupEpochs">Epochs of linear warm-up.</param>
public sealed class Srrl(double weight, TapPair pair, ulong seed, TeacherHead head, double warmupEpochs = 0) : LossTerm("srrl", weight, warmupEpochs)
{
    private readonly Connector _connector = new(pair, index: 0, seed, name: "srrl");

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, Tensor Value)> Parameters => _connector.Parameters;

    /// <inheritdoc/>
    public override Tensor Compute(LossInput input)
    {
        var like_NC = _connector.Scores(input.Pooled_ND[pair.StudentNode]);
        var (weight_KC, bias_K) = (tensor(head.Weight.Values, head.Weight.Shape), head.Bias is { } bias ? tensor(bias.Values, bias.Shape) : null);
        var logits_NK = nn.functional.linear(like_NC, weight_KC, bias_K);
        return (like_NC - input.Targets.Pooled(pair)).square().mean() + (logits_NK - input.Targets.AllLogits(Name)).square().mean();
    }
}
