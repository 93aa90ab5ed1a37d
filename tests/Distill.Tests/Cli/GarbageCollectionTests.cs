using Distill.Cli;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Cli;

public sealed class GarbageCollectionTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task What_would_go_is_shown_and_stays()
    {
        await FillAsync();

        var result = await _shell.RunAsync("gc", "--dry-run", "--keep", "2KB");

        Approved.Verify(result.ToString(), "Cli/gc.dry-run");
        Approved.Verify((await _shell.RunAsync("gc", "--dry-run", "-o", "json")).ToString(), "Cli/gc.dry-run.json");
        Assert.True(File.Exists(_shell.PathOf("store/labels/3f2a/view-000.labels")));
    }

    [Fact]
    public async Task What_nothing_refers_to_goes()
    {
        await FillAsync();

        var first = await _shell.RunAsync("gc");
        var second = await _shell.RunAsync("gc");

        Approved.Verify(first.ToString() + second, "Cli/gc");
        Assert.False(File.Exists(_shell.PathOf("store/labels/3f2a/view-000.labels")));
    }

    [Theory]
    [InlineData("--older-than", "soon")]
    [InlineData("--older-than", "-1d")]
    [InlineData("--keep", "much")]
    [InlineData("--keep", "10")]
    public async Task A_quantity_that_is_none_is_refused(string option, string value)
    {
        var result = await _shell.RunAsync("gc", $"{option}={value}");

        Assert.Equal(ExitCode.BadInput, result.ExitCode);
        Assert.StartsWith($"{option} is \"{value}\", which is no ", result.Error, StringComparison.Ordinal);
    }

    private async Task FillAsync()
    {
        await SomeStore.AddFailedAsync(_shell);
        foreach (var (path, bytes) in new[]
        {
            ("labels/3f2a/manifest.json", 300), ("labels/3f2a/view-000.labels", 2_500_000), ("models/77aa/model.safetensors", 1_100_000),
            ("inputs/parts/0b1c", 4_194_304), ("jobs/calm-heron-8/runs/student/checkpoints/9e9e.safetensors", 70_000),
        })
        {
            var file = _shell.PathOf("store/" + path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, new byte[bytes]);
        }

        foreach (var file in Directory.EnumerateFiles(_shell.Store, "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, new DateTime(2025, 12, 1, 0, 0, 0, DateTimeKind.Utc));
        }
    }
}
