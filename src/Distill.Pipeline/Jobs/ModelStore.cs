using System.Text;
using Distill.Artifacts;
using Distill.Networks;

namespace Distill.Pipeline.Jobs;

/// <summary>
/// Teachers in the store, by content: <c>models/ID/{network.json, model.safetensors}</c>. A teacher that a job trains is also found by
/// its recipe (<c>models/recipes/DIGEST.json</c>), so that the next job with the same recipe trains nothing.
/// </summary>
public sealed class ModelStore(JobStore jobs)
{
    private readonly IArtifactStore _store = jobs.Store;

    /// <summary>Stores a network; storing it again is no work.</summary>
    public async Task<TeacherModel> AddAsync(Network network, Weights weights, CancellationToken ct)
    {
        var id = JobStore.Hash(Encoding.UTF8.GetBytes(network.Digest + weights.Digest))[..32];
        var bytes = ModelFile.Encode(network, weights);
        await _store.CreateAsync(PathOf(id, "model.safetensors"), bytes, ct);
        await _store.CreateAsync(PathOf(id, "network.json"), Encoding.UTF8.GetBytes(NetworkJson.Write(network)), ct);
        return new TeacherModel(id, network, weights, bytes.Length);
    }

    /// <summary>Reads a stored network.</summary>
    public async Task<TeacherModel> GetAsync(string id, CancellationToken ct)
    {
        var network = NetworkJson.Read(Encoding.UTF8.GetString((await ReadAsync(PathOf(id, "network.json"), ct)).Span));
        var path = PathOf(id, "model.safetensors");
        var bytes = await ReadAsync(path, ct);
        var (weights, _) = Safetensors.Read(new MemoryStream(bytes.ToArray()), _store.Describe(path));
        return new TeacherModel(id, network, weights, bytes.Length);
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

    private static string PathOf(string id, string file) => $"models/{id}/{file}";

    private static string RecipePath(string recipe) => $"models/recipes/{recipe}.json";

    private sealed record RecipeResult(string Model);
}
