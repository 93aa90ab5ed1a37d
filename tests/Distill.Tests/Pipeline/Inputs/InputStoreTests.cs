using Distill.Artifacts;
using Distill.Data;
using Distill.Jobs;
using Distill.Pipeline.Inputs;
using Distill.Tests.Data;
using Xunit;

namespace Distill.Tests.Pipeline.Inputs;

public sealed class InputStoreTests : IDisposable
{
    private readonly InputBench _bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_job_finds_its_files_again_on_another_machine()
    {
        var job = _bench.Job("fruit", seed: 1);
        var digest = InputBench.DigestOf(job);
        var weights = await File.ReadAllBytesAsync(_bench.File("teacher.safetensors"), Ct);

        var inputs = await _bench.Inputs.UploadAsync(job, null, Ct);
        await _bench.Inputs.SaveAsync("fruit-2", inputs, Ct);
        Directory.Delete(_bench.File("fruit"), recursive: true);
        File.Delete(_bench.File("teacher.safetensors"));
        using var placed = await _bench.Cache().PlaceAsync(job, (await _bench.Inputs.FindAsync("fruit-2", Ct))!, Ct);

        Assert.Equal(digest, InputBench.DigestOf(placed.Spec));
        Assert.Equal("fruit", Datasets.Open(placed.Spec.Dataset, placed.Spec.BaseFolder).Name);
        Assert.Equal(weights, await File.ReadAllBytesAsync(placed.Spec.Teacher!.Weights!, Ct));
        Assert.False(File.Exists(Path.Combine(placed.Spec.Dataset.Path!, "holiday.mp4")));
        Assert.Null(await _bench.Inputs.FindAsync("other", Ct));
    }

    [Fact]
    public async Task An_upload_that_was_broken_off_sends_only_what_is_missing()
    {
        var job = _bench.Job("fruit", seed: 1);
        var sent = 0;
        _bench.Store.Before = path => _ = path.StartsWith("inputs/parts/", StringComparison.Ordinal) && Interlocked.Increment(ref sent) > 2 ? throw new IOException("The network is gone.") : 0;
        await Assert.ThrowsAsync<IOException>(() => _bench.Inputs.UploadAsync(job, null, Ct));
        var begun = _bench.PartsWritten.Count();
        var stored = await _bench.Store.ListAsync("inputs/parts/", Ct).CountAsync(Ct);
        _bench.Store.Before = _ => { };

        await _bench.Inputs.UploadAsync(job, null, Ct);

        // Parts go side by side, and the failure of the third may take back those that were under way.
        Assert.InRange(stored, 0, 2);
        Assert.Equal(4 - stored, _bench.PartsWritten.Skip(begun).Count());
        Assert.Equal(4, _bench.PartsWritten.Distinct().Count());
        Assert.Equal(4, await _bench.Store.ListAsync("inputs/parts/", Ct).CountAsync(Ct));
    }

    [Fact]
    public async Task Uploading_again_sends_no_part_and_gives_the_same_ids()
    {
        var job = _bench.Job("fruit", seed: 1);
        var first = await _bench.Inputs.UploadAsync(job, null, Ct);
        var sent = _bench.PartsWritten.Count();

        Assert.Equal(first, await _bench.Inputs.UploadAsync(job, null, Ct));

        Assert.Equal(sent, _bench.PartsWritten.Count());
        Assert.Empty(await _bench.Store.ListAsync("inputs/", Ct).Where(path => path.EndsWith("upload.json", StringComparison.Ordinal)).ToListAsync(Ct));
    }

    [Fact]
    public async Task Progress_ends_with_all_bytes_whatever_was_there_before()
    {
        var job = _bench.Job("fruit", seed: 1);
        var (first, second) = (new Reports(), new Reports());

        await _bench.Inputs.UploadAsync(job, first, Ct);
        await _bench.Inputs.UploadAsync(job, second, Ct);

        const long total = 3001 * 3074 + 11 + 5000;
        Assert.Equal(new InputProgress(total, total), first.Seen[^1]);
        Assert.Equal(new InputProgress(total, total), second.Seen[^1]);
        Assert.Equal(first.Seen.Select(seen => seen.Done).Order(), first.Seen.Select(seen => seen.Done));
    }

    [Fact]
    public async Task Many_small_pictures_travel_in_few_parts()
    {
        foreach (var (part, name) in new[] { ("train", "cat"), ("train", "dog"), ("test", "cat"), ("test", "dog") })
        {
            for (var i = 0; i < 20; i++)
            {
                _bench.Scratch.Write($"pets/{part}/{name}/picture {i} ü.png", SampleFiles.Png(8, 8, (byte)i, 0, 0));
            }
        }

        var job = _bench.Job("fruit", seed: 1) with { Dataset = new DatasetSpec { Kind = "images", Path = "pets" }, Teacher = null };
        var inputs = await _bench.Inputs.UploadAsync(job, null, Ct);
        using var placed = await _bench.Cache().PlaceAsync(job, inputs, Ct);

        Assert.Single(_bench.PartsWritten);
        Assert.Null(inputs.Teacher);
        Assert.Equal(InputBench.DigestOf(job), InputBench.DigestOf(placed.Spec));
    }

    [Fact]
    public async Task A_dataset_that_the_program_brings_along_is_not_sent()
    {
        var job = _bench.Job("fruit", seed: 1) with { Dataset = new DatasetSpec { Kind = "digits" }, Teacher = null };

        var inputs = await _bench.Inputs.UploadAsync(job, null, Ct);
        using var placed = await _bench.Cache().PlaceAsync(job, inputs, Ct);

        Assert.Equal(new JobInputs(null, null), inputs);
        Assert.Empty(_bench.Store.Writes);
        Assert.Null(placed.Spec.Dataset.Path);
    }

    [Fact]
    public async Task What_students_begin_with_travels_too()
    {
        var job = _bench.Job("fruit", seed: 1) with { Teacher = null, Students = [new() { Name = "a", Network = "resnet8" }, new() { Name = "b", Weights = "teacher.safetensors" }] };

        var inputs = await _bench.Inputs.UploadAsync(job, null, Ct);
        using var placed = await _bench.Cache().PlaceAsync(job, inputs, Ct);

        Assert.Equal(["b"], inputs.Students!.Keys);
        Assert.Null(placed.Spec.Students[0].Weights);
        Assert.Equal(File.ReadAllBytes(_bench.File("teacher.safetensors")), File.ReadAllBytes(placed.Spec.Students[1].Weights!));
        Assert.EndsWith($", b = {inputs.Students["b"]} }}", $"{inputs}", StringComparison.Ordinal);
        Assert.Equal("JobInputs { Dataset = d, Teacher =  }", $"{new JobInputs("d", null)}");
    }

    [Fact]
    public async Task Weights_that_are_not_there_are_told_in_one_sentence()
    {
        var job = _bench.Job("fruit", seed: 1) with { Teacher = new TeacherSpec { Weights = "absent.safetensors" } };

        var problem = await Assert.ThrowsAsync<DataProblemException>(() => _bench.Inputs.UploadAsync(job, null, Ct));

        Assert.Equal($"There is no file {_bench.File("absent.safetensors")} with the teacher's weights: put it there or correct teacher.weights.", problem.Message);
    }

    [Fact]
    public async Task A_damaged_part_is_refused_by_name()
    {
        var job = _bench.Job("fruit", seed: 1);
        var inputs = await _bench.Inputs.UploadAsync(job, null, Ct);
        var part = _bench.PartsWritten.First();
        await _bench.Store.WriteAsync(part, "other bytes"u8.ToArray(), Ct);

        var damage = await Assert.ThrowsAsync<StoreException>(() => _bench.Cache().PlaceAsync(job, inputs, Ct));

        Assert.Equal($"{_bench.Store.Describe(part)} is damaged (its SHA-256 is not its name); delete it and submit the job again from a machine that has its files.", damage.Message);
        Assert.All(Directory.GetDirectories(_bench.CacheFolder), folder => Assert.EndsWith(".partial", folder));
    }

    private sealed class Reports : IProgress<InputProgress>
    {
        public List<InputProgress> Seen { get; } = [];

        public void Report(InputProgress value) => Seen.Add(value);
    }
}
