using Distill.Data;
using Distill.Jobs;
using Distill.Networks;
using static TorchSharp.torch;

namespace Distill.Learning;

/// <summary>
/// Fits a network's last linear layer to its frozen features, by multinomial logistic regression on the labelled training images without
/// augmentation: the classifier of a student that was taught without classes, and the usual measure of what features are worth.
/// </summary>
/// <remarks>
/// Features are made z-scores, 300 full-batch steps of Adam with a cosine rate from 0.1 follow from weights of zero, and the z-scores are
/// folded into the layer. Nothing in it is random.
/// </remarks>
internal sealed class LinearProbe(TrainingPlan plan)
{
    private const int Steps = 300;
    private const double Rate = 0.1;
    private const double Epsilon = 1e-6;

    private readonly Node _head = plan.Network.Head ?? throw new TrainingException(
        $"{plan.Network.Name} does not end in a linear layer, so head: probe cannot fit it; choose another student.");

    /// <summary>Whether a parameter is the probe's to fit.</summary>
    public bool Fits(string parameter) => parameter == $"{_head.Name}.weight" || parameter == $"{_head.Name}.bias";

    /// <summary>The weights with a fitted last layer.</summary>
    public Weights Fit(Weights weights)
    {
        var (_, pooled_ND) = Evaluator.Answers(plan.Network, weights, plan.Dataset.Train, plan.Normalization, [_head.Inputs[0]], plan.Threads);
        var (weight_KD, bias_K) = Fit(pooled_ND[0], plan.Dataset.Train.Labels, plan.Dataset.Classes.Count);
        return new Weights(weights.Select(w => KeyValuePair.Create(
            w.Key, Fits(w.Key) ? new HostTensor(w.Value.Shape, w.Value.Shape.Length == 2 ? weight_KD : bias_K) : w.Value)));
    }

    /// <summary>The linear layer that tells classes apart by their features; samples with a negative label count as unlabelled.</summary>
    public static (float[] Weight_KD, float[] Bias_K) Fit(float[] features_ND, IReadOnlyList<int> labels_N, int classes)
    {
        using var scope = NewDisposeScope();
        var labelled = Enumerable.Range(0, labels_N.Count).Where(sample => labels_N[sample] >= 0).ToArray();
        var width = features_ND.Length / labels_N.Count;
        var labels = tensor(Array.ConvertAll(labelled, sample => (long)labels_N[sample]));
        using var noGradients = no_grad();
        var raw_ND = tensor(features_ND, [labels_N.Count, width]).index_select(0, tensor(Array.ConvertAll(labelled, sample => (long)sample)));
        var mean_D = raw_ND.mean([0]);
        var deviation_D = (raw_ND - mean_D).square().mean([0]).sqrt() + Epsilon;
        var (weight_KD, bias_K) = Descend((raw_ND - mean_D) / deviation_D, labels, classes);

        var scaled_KD = weight_KD / deviation_D;
        var shifted_K = bias_K - (scaled_KD * mean_D).sum(1);
        return (scaled_KD.contiguous().data<float>().ToArray(), shifted_K.contiguous().data<float>().ToArray());
    }

    private static (Tensor Weight_KD, Tensor Bias_K) Descend(Tensor features_ND, Tensor labels_N, int classes)
    {
        var weight_KD = zeros([classes, features_ND.shape[1]], requires_grad: true);
        var bias_K = zeros([classes], requires_grad: true);
        using var optimizer = Optimizer.Create(new OptimizerSpec { Kind = "adamw", WeightDecay = 0 }, [("weight", weight_KD), ("bias", bias_K)]);
        var rate = new LearningRate(Rate, new ScheduleSpec(), Steps, epochs: 1);
        for (var step = 0; step < Steps; step++)
        {
            using var scope = NewDisposeScope();
            using var gradients = enable_grad();
            nn.functional.cross_entropy(nn.functional.linear(features_ND, weight_KD, bias_K), labels_N).backward();
            optimizer.Step(rate.At(step), step);
        }
        return (weight_KD, bias_K);
    }
}
