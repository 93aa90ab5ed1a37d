namespace Distill.Benchmarks.Peers;

/// <summary>Noise in CIFAR-10's own format, for programs that read it from files.</summary>
internal static class NoiseCifar
{
    private const int Classes = 10;
    private const int Record = 1 + (3 * 32 * 32);

    /// <summary>Writes a training set, a test set and the names of the classes.</summary>
    public static void Write(string folder, int train, int test)
    {
        Directory.CreateDirectory(folder);
        WriteImages(Path.Combine(folder, "data_batch_1.bin"), train);
        WriteImages(Path.Combine(folder, "test_batch.bin"), test);
        File.WriteAllLines(Path.Combine(folder, "batches.meta.txt"), Enumerable.Range(0, Classes).Select(label => $"noise {label}"));
    }

    private static void WriteImages(string file, int images)
    {
        var bytes = new byte[images * Record];
        new Random(images).NextBytes(bytes);
        for (var image = 0; image < images; image++)
        {
            bytes[image * Record] = (byte)(image % Classes);
        }
        File.WriteAllBytes(file, bytes);
    }
}
