using Distill.Benchmarks.LabelLogs;
using Distill.Benchmarks.Table;
using Distill.Data;
using Distill.Labels;
using Distill.Networks;
using Distill.Pipeline.Workers;
using Distill.Teaching;

namespace Distill.Benchmarks.Teaching;

/// <summary>Slots of a teacher worker that label chunks of noise into a log in a file.</summary>
internal sealed class LabellingSlots : IDisposable
{
    private static readonly CalibrationStatistics s_calibration = new(1, []);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("distill-benchmark-");
    private readonly ComputeThread[] _threads;
    private readonly Teacher[] _teachers;
    private readonly LabelSet _set;
    private readonly FileLabelLog _log;
    private int _view = -1;

    public LabellingSlots(string network, int batch, int slots, string precision)
    {
        var dataset = RandomImages.Dataset(batch);
        _set = LabelSets.Fresh(classes: 10) with { Samples = batch, ChunkSize = batch, Precision = precision };
        _log = new FileLabelLog(_folder.FullName, TimeProvider.System);
        var graph = Zoo.Create(network, 10, RandomImages.Shape);
        var views = new ViewRenderer(dataset.Train, dataset.Normalization, RandomImages.CropAndFlip, 1);
        _threads = [.. Enumerable.Range(0, slots).Select(slot => new ComputeThread($"slot {slot}"))];
        _teachers = [.. _threads.Select(thread => thread.RunAsync(() => new Teacher(_set, graph, Initialization.Create(graph, 1), views)).GetAwaiter().GetResult())];
    }

    /// <summary>Milliseconds of rounds in which every slot labels one chunk.</summary>
    public double[] Take(int rounds)
    {
        // The slots run free, as in a worker; none waits for another after each chunk.
        var milliseconds = Figures.Milliseconds(() => Task.WhenAll(_threads.Zip(_teachers, (thread, teacher) => thread.RunAsync(() => Label(teacher, rounds)))).GetAwaiter().GetResult());
        return [milliseconds / rounds];
    }

    public void Dispose()
    {
        foreach (var (thread, teacher) in _threads.Zip(_teachers))
        {
            thread.RunAsync(() => { teacher.Dispose(); return 0; }).GetAwaiter().GetResult();
            thread.Dispose();
        }
        _folder.Delete(recursive: true);
    }

    private int Label(Teacher teacher, int chunks)
    {
        for (var i = 0; i < chunks; i++)
        {
            var view = Interlocked.Increment(ref _view);
            var taught = teacher.Teach(view, 0, s_calibration, CancellationToken.None);
            _log.AppendAsync(_set, view, 0, LabelChunkCodec.Encode(_set, taught), CancellationToken.None).GetAwaiter().GetResult();
        }
        return chunks;
    }
}
