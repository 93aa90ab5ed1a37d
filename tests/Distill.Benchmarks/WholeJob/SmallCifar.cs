namespace Distill.Benchmarks.WholeJob;

/// <summary>The first images of CIFAR-10 in a folder of their own, in CIFAR's own format.</summary>
internal static class SmallCifar
{
    private const int Record = 1 + 3 * 32 * 32;

    public static void Write(string source, string target, int images)
    {
        Directory.CreateDirectory(target);
        foreach (var file in new[] { "data_batch_1.bin", "test_batch.bin" })
        {
            using var all = File.OpenRead(Path.Combine(source, file));
            var some = new byte[Math.Min(images * (long)Record, all.Length)];
            all.ReadExactly(some);
            File.WriteAllBytes(Path.Combine(target, file), some);
        }
        File.Copy(Path.Combine(source, "batches.meta.txt"), Path.Combine(target, "batches.meta.txt"));
    }
}
