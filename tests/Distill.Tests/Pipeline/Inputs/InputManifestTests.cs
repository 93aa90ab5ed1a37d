using System.Security.Cryptography;
using Distill.Artifacts;
using Distill.Pipeline.Inputs;
using Xunit;

namespace Distill.Tests.Pipeline.Inputs;

public sealed class InputManifestTests : IDisposable
{
    private static readonly string s_hash = Convert.ToHexStringLower(SHA256.HashData("x"u8));

    private readonly InputBench _bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("../evil", "its path \"../evil\" does not lead to a file below its folder")]
    [InlineData("a/../../evil", "its path \"a/../../evil\" does not lead to a file below its folder")]
    [InlineData("/tmp/evil", "its path \"/tmp/evil\" does not lead to a file below its folder")]
    [InlineData("a//b", "its path \"a//b\" does not lead to a file below its folder")]
    [InlineData("", "its path \"\" does not lead to a file below its folder")]
    [InlineData("..\\evil", "its path \"..\\evil\" has a character that not every file system has")]
    [InlineData("a\nb", "its path \"a\nb\" has a character that not every file system has")]
    public async Task A_path_that_leads_elsewhere_is_refused_and_nothing_is_written(string path, string why) =>
        await IsRefusedAsync(Manifest(path), why);

    [Theory]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("")]
    public async Task A_folder_name_that_leads_elsewhere_is_refused(string name) =>
        await IsRefusedAsync(Manifest("a") with { Name = name }, $"it names the folder \"{name}\", which is no plain name");

    [Fact]
    public async Task Entries_that_contradict_each_other_are_refused()
    {
        var file = new ManifestFile("a", 1, s_hash);

        await IsRefusedAsync(Manifest("a") with { Files = [file, file] }, "its entry for \"a\" contradicts itself or another one");
        await IsRefusedAsync(Manifest("a") with { Files = [file with { Bytes = -1 }] }, "its entry for \"a\" contradicts itself or another one");
        await IsRefusedAsync(Manifest("a") with { Files = [file with { Bytes = long.MaxValue }, file with { Path = "b" }] }, "its entry for \"b\" contradicts itself or another one");
        await IsRefusedAsync(Manifest("a") with { Files = [file, file with { Path = "a/b" }] }, "\"a\" is both a file and a folder in it");
        await IsRefusedAsync(Manifest("a") with { Files = [file with { Bytes = 1L << 40 }] }, "its parts do not make up its files");
        await IsRefusedAsync(Manifest("a") with { Parts = ["../../jobs/secret"] }, "its parts do not make up its files");
    }

    [Fact]
    public async Task A_manifest_that_is_not_the_named_one_is_refused()
    {
        var id = InputManifest.IdOf(Manifest("a").Write());
        await _bench.Store.WriteAsync($"inputs/{id}/manifest.json", Manifest("b").Write(), Ct);

        var refusal = await Assert.ThrowsAsync<StoreException>(() => PlaceAsync(id));

        Assert.Contains("cannot be trusted, because its SHA-256 is not its name; ", refusal.Message);
        Assert.StartsWith("The job names the input \"../../x\", which is no id of one", (await Assert.ThrowsAsync<StoreException>(() => PlaceAsync("../../x"))).Message);
    }

    private static InputManifest Manifest(string path) => new() { Name = "data", Files = [new(path, 1, s_hash)], Parts = [s_hash] };

    private async Task IsRefusedAsync(InputManifest manifest, string why)
    {
        var content = manifest.Write();
        var id = InputManifest.IdOf(content);
        await _bench.Store.WriteAsync($"inputs/{id}/manifest.json", content, Ct);
        await _bench.Store.WriteAsync($"inputs/parts/{s_hash}", "x"u8.ToArray(), Ct);

        var refusal = await Assert.ThrowsAsync<StoreException>(() => PlaceAsync(id));

        Assert.Equal(
            $"{_bench.Store.Describe($"inputs/{id}/manifest.json")} cannot be trusted, because {why}; delete it and submit the job again from a machine that has its files.",
            refusal.Message);
        Assert.False(Directory.Exists(_bench.File("cache")));
    }

    private Task PlaceAsync(string id) => _bench.Cache().PlaceAsync(_bench.Job("fruit", 1, records: 2), new JobInputs(id, null), Ct);
}
