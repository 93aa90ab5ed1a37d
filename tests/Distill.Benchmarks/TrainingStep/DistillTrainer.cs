using System.Diagnostics;
using Distill.Data;
using Distill.Jobs;
using Distill.Learning;
using Distill.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Benchmarks.TrainingStep;

/// <summary>The same step with the product's own network, loss and optimizer. For one thread.</summary>
internal sealed class DistillTrainer : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly NetworkModule module;
    private readonly Optimizer optimizer;
    private readonly Tensor images_NCHW;
    private readonly Tensor labels_N;

    public DistillTrainer()
    {
        var network = Zoo.Create("resnet20", 10, new ImageShape(3, 32, 32));
        module = new NetworkModule(network, Initialization.Create(network, seed: 1));
        optimizer = Optimizer.Create(new OptimizerSpec { Kind = "sgd", LearningRate = 0.05, Momentum = 0.9, Nesterov = false, WeightDecay = 5e-4 }, module.Parameters);
        float[] pixels = new float[128 * 32 * 32 * 3];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = MathF.Sin(i * 0.37f);
        images_NCHW = tensor(pixels, [128, 32, 32, 3]).permute(0, 3, 1, 2);
        labels_N = tensor([.. Enumerable.Range(0, 128).Select(i => (long)i % 10)]);
    }

    /// <summary>Milliseconds of each step.</summary>
    public double[] Take(int steps)
    {
        double[] times = new double[steps];
        for (int i = 0; i < steps; i++)
        {
            long start = Stopwatch.GetTimestamp();
            using (NewDisposeScope())
            {
                nn.functional.cross_entropy(module.Forward(images_NCHW, training: true).Logits_NK, labels_N).backward();
                optimizer.Step(0.05, i);
            }

            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        return times;
    }

    public void Dispose()
    {
        optimizer.Dispose();
        module.Dispose();
        scope.Dispose();
    }
}
