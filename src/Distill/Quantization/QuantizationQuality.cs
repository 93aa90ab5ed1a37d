using System.Text.Json.Serialization;

namespace Distill.Quantization;

/// <summary>How a network on bytes compares with the same network in 32-bit floats, on the held-out images.</summary>
/// <param name="Samples">Images compared.</param>
/// <param name="Agreement">Fraction of images about which both name the same class.</param>
/// <param name="Divergence">Mean Kullback-Leibler divergence from the floats' probabilities, in nats.</param>
/// <param name="AccuracyFloat32">Top-1 accuracy in 32-bit floats.</param>
/// <param name="AccuracyInt8">Top-1 accuracy on bytes.</param>
public sealed record QuantizationQuality(int Samples, double Agreement, double Divergence, double AccuracyFloat32, double AccuracyInt8)
{
    /// <summary>Below this agreement a network on bytes is not the same network any more.</summary>
    public const double LeastAgreement = 0.98;

    /// <summary>The largest mean divergence that is let through, in nats.</summary>
    public const double MostDivergence = 0.02;

    /// <summary>The largest loss of accuracy that is let through.</summary>
    public const double MostLost = 0.01;

    /// <summary>Whether the network on bytes may be published.</summary>
    [JsonIgnore]
    public bool IsGood => Agreement >= LeastAgreement && Divergence <= MostDivergence && AccuracyFloat32 - AccuracyInt8 <= MostLost;

    /// <summary>Compares logits.</summary>
    internal static QuantizationQuality Of(float[] int8_NK, float[] float32_NK, IReadOnlyList<int> labels)
    {
        var classes = float32_NK.Length / labels.Count;
        int agreed = 0, right = 0, rightInt8 = 0;
        double divergence = 0;
        for (var sample = 0; sample < labels.Count; sample++)
        {
            var p_K = float32_NK.AsSpan(sample * classes, classes);
            var q_K = int8_NK.AsSpan(sample * classes, classes);
            var (named, namedInt8) = (Best(p_K), Best(q_K));
            agreed += named == namedInt8 ? 1 : 0;
            right += named == labels[sample] ? 1 : 0;
            rightInt8 += namedInt8 == labels[sample] ? 1 : 0;
            divergence += DivergenceOf(p_K, q_K);
        }

        double Share(int count) => (double)count / labels.Count;
        return new QuantizationQuality(labels.Count, Share(agreed), Math.Round(divergence / labels.Count, 6), Share(right), Share(rightInt8));
    }

    private static int Best(ReadOnlySpan<float> logits_K)
    {
        var best = 0;
        for (var k = 1; k < logits_K.Length; k++)
        {
            best = logits_K[k] > logits_K[best] ? k : best;
        }

        return best;
    }

    private static double DivergenceOf(ReadOnlySpan<float> p_K, ReadOnlySpan<float> q_K)
    {
        var (logP, logQ) = (LogSumExp(p_K), LogSumExp(q_K));
        double sum = 0;
        for (var k = 0; k < p_K.Length; k++)
        {
            sum += Math.Exp(p_K[k] - logP) * (p_K[k] - logP - q_K[k] + logQ);
        }

        return sum;
    }

    private static double LogSumExp(ReadOnlySpan<float> logits_K)
    {
        double largest = float.MinValue, sum = 0;
        foreach (var logit in logits_K)
        {
            largest = Math.Max(largest, logit);
        }

        foreach (var logit in logits_K)
        {
            sum += Math.Exp(logit - largest);
        }

        return largest + Math.Log(sum);
    }
}
