using Distill.Benchmarks.Table;
using Distill.Data;

namespace Distill.Benchmarks.Data;

/// <summary>Crop, flip and normalisation of CIFAR-sized images, straight into a batch.</summary>
internal static class AugmentationMeasurements
{
    private const int Images = 4096;

    // So many in a turn that the just-in-time compiler has done with it after the warming one.
    private const int Passes = 24;

    public static async IAsyncEnumerable<Measurement> RunAsync(Effort effort)
    {
        var dataset = RandomImages.Dataset(Images);
        var views = new ViewRenderer(dataset.Train, dataset.Normalization, RandomImages.CropAndFlip, 1);
        var pixels_NHWC = new float[effort.Batch * RandomImages.Shape.Length];
        var view = 0;
        var milliseconds = Figures.InTurn(effort.Rounds, () => [Figures.Milliseconds(Turn)])[0];
        yield return new("augmentation, crop + flip + normalise, 32x32x3, 1 thread", Passes * Images / milliseconds * 1000, "images/s", Goal: 300_000);
        await Task.CompletedTask;

        void Turn()
        {
            for (var end = view + Passes; view < end; view++)
            {
                for (var i = 0; i < Images; i++)
                {
                    views.Render(view, i, pixels_NHWC.AsSpan(i % effort.Batch * RandomImages.Shape.Length, RandomImages.Shape.Length));
                }
            }
        }
    }
}
