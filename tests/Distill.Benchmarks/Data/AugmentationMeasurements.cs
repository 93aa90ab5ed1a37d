using Distill.Benchmarks.Table;
using Distill.Data;

namespace Distill.Benchmarks.Data;

/// <summary>Crop, flip and normalisation of CIFAR-sized images, straight into a batch.</summary>
internal static class AugmentationMeasurements
{
    private const int Images = 4096;

    public static async IAsyncEnumerable<Measurement> RunAsync(Effort effort)
    {
        var dataset = RandomImages.Dataset(Images);
        var views = new ViewRenderer(dataset.Train, dataset.Normalization, RandomImages.CropAndFlip, 1);
        var pixels_NHWC = new float[effort.Batch * RandomImages.Shape.Length];
        var view = 0;
        var milliseconds = Figures.InTurn(effort.Rounds * 3, () => [Figures.Milliseconds(Pass)])[0];
        yield return new("augmentation, crop + flip + normalise, 32x32x3, 1 thread", Images / milliseconds * 1000, "images/s", Goal: 300_000);
        await Task.CompletedTask;

        void Pass()
        {
            for (var i = 0; i < Images; i++)
            {
                views.Render(view, i, pixels_NHWC.AsSpan(i % effort.Batch * RandomImages.Shape.Length, RandomImages.Shape.Length));
            }
            view++;
        }
    }
}
