using Distill.Data;
using Distill.Labels;
using Distill.Losses;
using Distill.Networks;
using Distill.Reports;
using static TorchSharp.torch;

namespace Distill.Learning;

/// <summary>Measures a network on the test split: plain images, float32, running statistics folded into the weights.</summary>
public static class Evaluator
{
    private const int BatchSize = 128;

    /// <summary>The network's answers on a whole split.</summary>
    /// <returns>Logits and, per tap in the order given, pooled activations, in the split's order.</returns>
    public static (float[] Logits_NK, float[][] Pooled_ND) Answers(
        Network network, Weights weights, ImageSet images, Normalization normalization, IReadOnlyList<string> taps, int threads)
    {
        var views = new ViewRenderer(images, normalization, Augmentation.None, seed: 0);
        var plans = Enumerable.Range(0, images.Count).Chunk(BatchSize).Select(samples => new BatchPlan(ViewRenderer.Plain, samples));
        using var inference = new Inference(network, weights, taps, BatchSize, threads);
        using var loader = new BatchLoader(views, plans);
        var logits_NK = new List<float>(images.Count * network.Classes);
        var pooled_ND = taps.Select(_ => new List<float>()).ToArray();
        foreach (var batch in loader.Batches(CancellationToken.None))
        {
            using (batch)
            {
                var (logits, pooled) = inference.Run(batch.Pixels_NHWC, batch.Count);
                logits_NK.AddRange(logits);
                for (var tap = 0; tap < pooled.Length; tap++)
                {
                    pooled_ND[tap].AddRange(pooled[tap]);
                }
            }
        }
        return ([.. logits_NK], [.. pooled_ND.Select(p => p.ToArray())]);
    }

    /// <summary>Accuracy on the images that are held out to choose by; null where none are.</summary>
    public static double? ValidationAccuracy(TrainingPlan plan, Weights weights)
    {
        if (plan.Dataset.Validation is not { } images)
        {
            return null;
        }
        var (logits_NK, _) = Answers(plan.Network, weights, images, plan.Normalization, [], plan.Threads);
        return EvaluationMath.Evaluate(logits_NK, [.. images.Labels], plan.Dataset.Classes.Count).Top1;
    }

    /// <summary>Accuracy and calibration on the test split, and agreement with the teacher where the plan has its reference.</summary>
    /// <param name="plan">The run.</param>
    /// <param name="weights">The weights to measure.</param>
    /// <param name="order">The run's activation-order term, whose connectors turn student features into scores; null where there is none.</param>
    public static Evaluation Evaluate(TrainingPlan plan, Weights weights, ActivationOrder? order)
    {
        var connectors = plan.Reference is null ? [] : order?.Connectors ?? [];
        var taps = connectors.Select(c => c.Pair.StudentNode).Distinct().ToList();
        var test = plan.Dataset.Test;
        var (logits_NK, pooled_ND) = Answers(plan.Network, weights, test, plan.Normalization, taps, plan.Threads);
        var evaluation = EvaluationMath.Evaluate(
            logits_NK, [.. test.Labels], plan.Dataset.Classes.Count, plan.Reference is { } teacher ? teacher.Logits_NK : default);
        if (connectors.Count == 0)
        {
            return evaluation;
        }
        var agreements = connectors
            .Select(c => Agreement(c, pooled_ND[taps.IndexOf(c.Pair.StudentNode)], plan.Reference!))
            .ToList();
        return evaluation with
        {
            OrderOverlap = agreements.Average(a => a.Overlap),
            OrderTau = agreements.Average(a => a.Tau),
            OrderLoss = agreements.Average(a => a.LossOverChance),
            OrderOverlapSkill = agreements.Average(a => a.OverlapSkill),
            OrderTauSkill = agreements.Average(a => a.TauSkill),
        };
    }

    private static OrderAgreement Agreement(Connector connector, float[] pooled_ND, TeacherReference teacher)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var pair = connector.Pair;
        var features_ND = tensor(pooled_ND, [pooled_ND.Length / pair.StudentChannels, pair.StudentChannels]);
        var scores_NC = connector.Scores(features_ND).contiguous().data<float>().ToArray();
        return OrderAgreement.Measure(scores_NC, teacher.Orders.First(o => o.Tap.Node == pair.TeacherNode));
    }
}
