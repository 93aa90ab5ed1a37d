using System.Text;
using Distill.Artifacts;
using Distill.Data;
using Distill.Engines;
using Distill.Jobs;
using Distill.Networks;
using Distill.Reports;

namespace Distill.Pipeline.Jobs;

/// <summary>
/// Teachers in the store, by content: <c>models/ID/{network.json, model.safetensors}</c>, and <c>program.bin</c> where another engine runs
/// the teacher from its own file. A teacher that a job trains is also found by its recipe (<c>models/recipes/DIGEST.json</c>), so that the next job with the same recipe trains nothing.
/// </summary>
public sealed class ModelStore(JobStore jobs)
{
    /// <summary>Where teachers lie in the store.</summary>
    internal const string Root = "models/";

    private const string ProgramFile = "program.bin";

    private readonly IArtifactStore _store = jobs.Store;

    /// <summary>Stores a network; storing it again is no work.</summary>
    public Task<TeacherModel> AddAsync(Network network, Weights weights, CancellationToken ct) =>
        AddAsync(new TeacherModel("", network, weights, 0), ct);

    /// <summary>Stores a teacher; storing it again is no work.</summary>
    /// <returns>The teacher with its id.</returns>
    public async Task<TeacherModel> AddAsync(TeacherModel model, CancellationToken ct)
    {
        var id = JobStore.Hash(Encoding.UTF8.GetBytes(model.Network.Digest + model.WeightsDigest))[..32];
        var bytes = ModelFile.Encode(model.Network, model.Weights);
        await _store.CreateAsync(PathOf(id, "model.safetensors"), bytes, ct);
        if (model.Program is { } program)
        {
            await _store.CreateAsync(PathOf(id, ProgramFile), program, ct);
        }

        await _store.CreateAsync(PathOf(id, "network.json"), Encoding.UTF8.GetBytes(NetworkJson.Write(model.Network)), ct);
        return model with { Id = id, Bytes = model.Program?.Length ?? bytes.Length };
    }

    /// <summary>Stores the students of finished jobs, which are to teach: one, or several as an ensemble.</summary>
    /// <exception cref="NetworkProblemException">There is no such job or student, or it does not fit the dataset.</exception>
    public async Task<TeacherModel> AddAsync(TeacherSpec teacher, Dataset dataset, CancellationToken ct)
    {
        var members = new List<(Network Network, Weights Weights, double Share)>();
        foreach (var (index, name) in teacher.Together.Prepend(teacher.Job!).Index())
        {
            var (its, weights) = await StudentAsync(name, index == 0 ? teacher.Student : null, teacher, dataset, ct);
            members.Add((its, weights, teacher.Shares.Count > 0 ? teacher.Shares[index] : 1));
        }
        var (network, all) = members is [var only] ? (only.Network, only.Weights) : Ensemble.Of(members, teacher.Weighing == TeacherSpec.BySureness);
        return await AddAsync(network, all, ct);
    }

    private async Task<(Network Network, Weights Weights)> StudentAsync(string name, string? wanted, TeacherSpec teacher, Dataset dataset, CancellationToken ct)
    {
        if (await jobs.FindAsync(name, ct) is not { State: JobState.Finished })
        {
            throw new NetworkProblemException($"teacher.job is {name}, but there is no finished job of that name in this store; run it first, or correct the name.");
        }
        var spec = await jobs.SpecAsync(name, ct);
        var runs = Run.Of(spec).Where(run => run.Role == ModelRole.Student).Select(run => run.Name).ToList();
        var student = wanted ?? runs[0];
        if (!runs.Contains(student))
        {
            throw new NetworkProblemException($"teacher.student is {student}, but the students of {name} are {string.Join(", ", runs)}; name one of them.");
        }
        var folder = JobStore.PathOf(name, student);
        var network = NetworkJson.Read(Encoding.UTF8.GetString((await ReadAsync($"{folder}/network.json", ct)).Span));
        var (weights, _) = Safetensors.Read(new MemoryStream((await ReadAsync($"{folder}/model.safetensors", ct)).ToArray()), _store.Describe(folder));
        if (network.Input != dataset.Train.Shape || (teacher.Head == TeacherSpec.Classifier && network.Classes != dataset.Classes.Count))
        {
            throw new NetworkProblemException(
                $"teacher.job is {name}, whose student takes images of {network.Input} and knows {network.Classes} classes, but {dataset.Name} has {dataset.Train.Shape} and {dataset.Classes.Count}; name another job.");
        }
        return (network, weights);
    }

    /// <summary>Reads a stored network.</summary>
    public async Task<TeacherModel> GetAsync(string id, CancellationToken ct)
    {
        var network = NetworkJson.Read(Encoding.UTF8.GetString((await ReadAsync(PathOf(id, "network.json"), ct)).Span));
        var path = PathOf(id, "model.safetensors");
        var bytes = await ReadAsync(path, ct);
        var (weights, _) = Safetensors.Read(new MemoryStream(bytes.ToArray()), _store.Describe(path));
        if (ForeignModel.FileOf(network) is not { } sha256)
        {
            return new TeacherModel(id, network, weights, bytes.Length);
        }

        var program = (await ReadAsync(PathOf(id, ProgramFile), ct)).ToArray();
        return JobStore.Hash(program) == sha256
            ? new TeacherModel(id, network, weights, program.Length, program)
            : throw new StoreException($"{_store.Describe(PathOf(id, ProgramFile))} is damaged: it is not the file that the teacher came as; delete that folder and run the job again.");
    }

    /// <summary>The model that a recipe has led to, or null where nobody has trained it yet.</summary>
    public async Task<string?> FindByRecipeAsync(string recipe, CancellationToken ct) =>
        await jobs.ReadAsync<RecipeResult>(RecipePath(recipe), ct) is { } found ? found.Value.Model : null;

    /// <summary>Remembers what a recipe has led to; the first result stays.</summary>
    public Task AddRecipeAsync(string recipe, string id, CancellationToken ct) =>
        jobs.FirstAsync(RecipePath(recipe), new RecipeResult(id), ct);

    private async Task<ReadOnlyMemory<byte>> ReadAsync(string path, CancellationToken ct) =>
        await _store.ReadAsync(path, ct) is { } artifact
            ? artifact.Content
            : throw new StoreException($"{_store.Describe(path)} is missing, so the teacher cannot be loaded; delete that folder and run the job again.");

    private static string PathOf(string id, string file) => $"{Root}{id}/{file}";

    private static string RecipePath(string recipe) => $"{Root}recipes/{recipe}.json";

    private sealed record RecipeResult(string Model);
}
