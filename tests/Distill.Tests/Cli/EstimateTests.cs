using System.Text.Json;
using Distill.Cli;
using Xunit;

namespace Distill.Tests.Cli;

public sealed class EstimateTests : IDisposable
{
    private readonly Shell _shell = new(TimeProvider.System);

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task An_estimate_starts_nothing_and_leaves_nothing_behind()
    {
        var result = await _shell.RunAsync("estimate", "digits");

        Assert.Equal((ExitCode.Ok, ""), (result.ExitCode, result.Error));
        Assert.Empty(Directory.GetFileSystemEntries(_shell.Folder));
    }

    [Fact]
    public async Task What_a_job_has_made_need_not_be_made_again()
    {
        Assert.Equal(ExitCode.Ok, (await _shell.RunAsync([.. TinyJob.Run, "--quiet"])).ExitCode);

        var again = await _shell.RunAsync(["estimate", .. TinyJob.Run[1..], "-o", "json"]);

        using var document = JsonDocument.Parse(again.Out);
        var labels = document.RootElement.GetProperty("labels");
        Assert.Equal((1, 1), (labels.GetProperty("views").GetInt32(), labels.GetProperty("present").GetInt32()));
        var teacher = document.RootElement.GetProperty("stages").EnumerateArray().First();
        Assert.Equal(("teacher", 0), (teacher.GetProperty("name").GetString(), teacher.GetProperty("macs").GetDouble()));
    }
}
