using Distill.Data;
using Distill.Jobs;
using Distill.Pipeline.Inputs;
using Distill.Pipeline.Storage;
using Distill.Tests.Support;

namespace Distill.Tests.Pipeline.Inputs;

/// <summary>A store, a cache, and the folders of somebody who submits jobs.</summary>
internal sealed class InputBench : IDisposable
{
    /// <summary>Records of two parts and a bit.</summary>
    private const int Records = 3000;

    private readonly FolderStore _folderStore;

    public InputBench()
    {
        _folderStore = new(File("store"));
        Store = new(_folderStore);
        Inputs = new(Store);
    }

    public ScratchFolder Scratch { get; } = new();

    public WatchedStore Store { get; }

    public InputStore Inputs { get; }

    public ManualTime Time { get; } = new();

    public string CacheFolder => File("cache/inputs");

    public IEnumerable<string> PartsWritten => Store.Writes.Where(path => path.StartsWith("inputs/parts/", StringComparison.Ordinal));

    public IEnumerable<string> PartsRead => Store.Reads.Where(path => path.StartsWith("inputs/parts/", StringComparison.Ordinal));

    public string File(string name) => Path.Combine(Scratch.Path, name);

    public InputCache Cache(long limit = InputCache.DefaultLimit) => new(Inputs, File("cache"), limit, Time);

    /// <summary>A job over 9.2 MB of CIFAR-100 records, or a few, with weights beside them; every seed gives other images.</summary>
    public JobSpec Job(string name, int seed, int records = Records)
    {
        var content = new byte[records * 3074];
        new Random(seed).NextBytes(content);
        for (var record = 0; record < records; record++)
        {
            content[record * 3074 + 1] = (byte)(record % 2);
        }

        Scratch.Write($"{name}/train.bin", content);
        Scratch.Write($"{name}/test.bin", content[..3074]);
        Scratch.Write($"{name}/fine_label_names.txt", "apple\nbear\n"u8.ToArray());
        Scratch.Write($"{name}/holiday.mp4", new byte[1000]);
        Scratch.Write("teacher.safetensors", content[..5000]);
        return new JobSpec
        {
            Name = name,
            BaseFolder = Scratch.Path,
            Dataset = new DatasetSpec { Kind = "cifar100", Path = name },
            Teacher = new TeacherSpec { Network = "cnn_8_16", Weights = "teacher.safetensors" },
            Students = [new() { Network = "resnet8" }],
            Training = new TrainingSpec { Epochs = 1 },
        };
    }

    public static string DigestOf(JobSpec job) => Datasets.Open(job.Dataset, job.BaseFolder).Digest;

    public void Dispose()
    {
        _folderStore.Dispose();
        Scratch.Dispose();
    }
}
