using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Distill.Artifacts;

namespace Distill.Acceptance.Chaos;

/// <summary>What of a finished job must not depend on what happened on the way.</summary>
/// <param name="Fingerprint">Its label set.</param>
/// <param name="LabelsDigest">Of the labels that the student learned from, in order.</param>
/// <param name="Files">SHA-256 of models and archived views, by name.</param>
internal sealed record Outcome(string Fingerprint, string LabelsDigest, IReadOnlyDictionary<string, string> Files)
{
    /// <summary>Reads a finished job out of its store; <see langword="null"/> while something is missing.</summary>
    public static async Task<Outcome?> ReadAsync(IArtifactStore store, string job, CancellationToken ct)
    {
        if (await JsonAsync(store, $"jobs/{job}/teacher.json", ct) is not { } teacher || await JsonAsync(store, $"jobs/{job}/runs/student/head.json", ct) is not { } head)
        {
            return null;
        }

        var fingerprint = (string)teacher["fingerprint"]!;
        var views = Enumerable.Range(0, ChaosJob.Views).Select(view => $"labels/{fingerprint}/view-{view:d3}").ToList();
        foreach (var view in views)
        {
            if (await store.ReadAsync(view + ".json", ct) is null)
            {
                return null;
            }
        }

        Dictionary<string, string> files = [];
        foreach (var (name, path) in ChaosJob.Runs.Select(run => (run, $"jobs/{job}/{run}/model.safetensors")).Concat(views.Select(view => (view, view + ".labels"))))
        {
            if (await store.ReadAsync(path, ct) is not { } stored)
            {
                return null;
            }

            files[name] = Convert.ToHexStringLower(SHA256.HashData(stored.Content.Span));
        }

        return new(fingerprint, (string)head["labels_digest"]!, files);
    }

    /// <summary>A document of a store; <see langword="null"/> where there is none.</summary>
    public static async Task<JsonNode?> JsonAsync(IArtifactStore store, string path, CancellationToken ct) =>
        await store.ReadAsync(path, ct) is { } stored ? JsonNode.Parse(stored.Content.Span) : null;
}
