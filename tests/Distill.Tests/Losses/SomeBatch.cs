using Distill.Losses;
using Distill.Tests.Labels;
using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Tests.Losses;

/// <summary>A batch of five samples in four classes with features of both networks, as tensors and as plain numbers.</summary>
internal static class SomeBatch
{
    public const int Samples = 5;
    public const int Classes = 4;
    public static readonly TapPair Pair = new("t", 3, "s", 2, Prefix: 0, Weight: 1);
    public static readonly long[] TrueClasses = [0, 3, 1, 1, 2];
    public static readonly double[][] Student = Rows(Classes, 1);
    public static readonly double[][] Teacher = Rows(Classes, 2);
    public static readonly double[][] StudentFeatures = Rows(2, 3);
    public static readonly double[][] TeacherFeatures = Rows(3, 4);

    /// <summary>The value of a term, in float32.</summary>
    public static double Value(LossTerm term)
    {
        using var scope = NewDisposeScope();
        using (term)
        {
            return term.Compute(Input()).ToDouble();
        }
    }

    /// <summary>The batch for a term; the student's logits and features ask for gradients.</summary>
    public static LossInput Input(double[][]? student = null, double[][]? studentFeatures = null) => new()
    {
        Logits_NK = Tensor(student ?? Student),
        Pooled_ND = new Dictionary<string, Tensor> { [Pair.StudentNode] = Tensor(studentFeatures ?? StudentFeatures) },
        Targets = new LossTargets(tensor(TrueClasses), Tensor(Teacher).detach(), null, new Dictionary<TapPair, OrderTargets>())
        {
            Pooled_NC = new Dictionary<string, Tensor> { [Pair.TeacherNode] = Tensor(TeacherFeatures).detach() },
        },
    };

    public static double[] Softmax(IReadOnlyList<double> logits, double temperature = 1)
    {
        var total = logits.Sum(l => Math.Exp(l / temperature));
        return [.. logits.Select(l => Math.Exp(l / temperature) / total)];
    }

    public static double Divergence(IEnumerable<double> p, IEnumerable<double> q) => p.Zip(q, (a, b) => a * Math.Log(a / b)).Sum();

    public static double[] Column(double[][] rows, int column) => [.. rows.Select(row => row[column])];

    private static double[][] Rows(int width, ulong seed) =>
        [.. SomeLabels.Values(Samples * width, seed).Select(value => (double)value).Chunk(width)];

    private static Tensor Tensor(double[][] rows) =>
        tensor([.. rows.SelectMany(row => row).Select(value => (float)value)], [rows.Length, rows[0].Length], requires_grad: true);
}
