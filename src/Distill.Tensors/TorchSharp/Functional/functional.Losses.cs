using Distill.Tensors.Interop.Libtorch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>
            /// −log softmax(input)[target] of logits [N, K] and classes [N] (64-bit integers), or −Σ target · log softmax(input) of
            /// probabilities [N, K]. Smoothing spreads that share of the target evenly over all classes.
            /// </summary>
            public static Tensor cross_entropy(Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100, Reduction reduction = Reduction.Mean, double label_smoothing = 0.0) =>
                Operators.CrossEntropyLoss.Call([input, target, weight, (long)reduction, ignore_index, label_smoothing]);

            /// <summary>−input[target] of log-probabilities [N, K] and classes [N].</summary>
            public static Tensor nll_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                Operators.NllLossNd.Call([input, target, weight, (long)reduction]);

            /// <summary>
            /// target · (log target − input), with log-probabilities as input and, by default, as target. The mean is over all elements, not
            /// over samples: for the usual meaning sum and divide by the batch size.
            /// </summary>
            public static Tensor kl_div(Tensor input, Tensor target, bool log_target = true, Reduction reduction = Reduction.Mean) =>
                Operators.KlDiv.Call([input, target, (long)reduction, log_target]);
        }
    }
}
