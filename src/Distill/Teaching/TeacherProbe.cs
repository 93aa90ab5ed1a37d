using Distill.Learning;
using Distill.Reports;
using static TorchSharp.torch;

namespace Distill.Teaching;

/// <summary>
/// Measures a teacher that has no classifier: one is fitted to its pooled activations of some training images, and its answers on the
/// test images say what the features are worth.
/// </summary>
public static class TeacherProbe
{
    /// <summary>The accuracy of a linear classifier over the teacher's features.</summary>
    /// <param name="train_ND">Pooled activations of training images, row after row.</param>
    /// <param name="trainLabels_N">Their classes.</param>
    /// <param name="test_ND">Pooled activations of the test images.</param>
    /// <param name="testLabels_N">Their classes.</param>
    /// <param name="classes">The number of classes.</param>
    public static Evaluation Evaluate(
        float[] train_ND, IReadOnlyList<int> trainLabels_N, float[] test_ND, IReadOnlyList<int> testLabels_N, int classes)
    {
        var (weight_KD, bias_K) = LinearProbe.Fit(train_ND, trainLabels_N, classes);
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var (samples, width) = (testLabels_N.Count, test_ND.Length / testLabels_N.Count);
        var logits_NK = nn.functional.linear(tensor(test_ND, [samples, width]), tensor(weight_KD, [classes, width]), tensor(bias_K));
        return EvaluationMath.Evaluate(logits_NK.contiguous().data<float>().ToArray(), [.. testLabels_N], classes);
    }
}
