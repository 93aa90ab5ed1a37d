using System.Text.Json;
using Distill.Cli;
using Distill.Reports;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Cli;

public sealed class StoredJobsTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task The_list_has_the_latest_job_first()
    {
        await SomeStore.AddFinishedAsync(_shell, 1, 2, 3);
        await SomeStore.AddFailedAsync(_shell);

        Approved.Verify((await _shell.RunAsync("list")).ToString(), "Cli/list");
        Approved.Verify((await _shell.RunAsync("list", "-o", "json")).ToString(), "Cli/list.json");
    }

    [Fact]
    public async Task A_job_with_several_students_lists_them_below_it()
    {
        await SomeStore.AddFinishedAsync(_shell, 1);
        await SomeStore.AddSeveralAsync(_shell, 1, 2, 3);

        Approved.Verify((await _shell.RunAsync("list")).ToString(), "Cli/list.several-students");
        Approved.Verify((await _shell.RunAsync("show", "keen-otter-9")).ToString(), "Cli/show.several-students");
    }

    [Fact]
    public async Task An_empty_store_says_how_to_begin()
    {
        var table = await _shell.RunAsync("list");
        var json = await _shell.RunAsync("list", "-o", "json", "--quiet");

        Assert.Equal((ExitCode.Ok, ""), (table.ExitCode, table.Out));
        Assert.Contains("distill run digits", table.Error, StringComparison.Ordinal);
        Assert.Equal((ExitCode.Ok, "[]\n", ""), (json.ExitCode, json.Out, json.Error));
    }

    [Fact]
    public async Task The_latest_job_is_shown_where_none_is_named()
    {
        await SomeStore.AddFinishedAsync(_shell, 1, 2, 3);
        await SomeStore.AddFailedAsync(_shell);

        Approved.Verify((await _shell.RunAsync("show")).ToString(), "Cli/show.failed");
        Approved.Verify((await _shell.RunAsync("show", "brisk-otter-7")).ToString(), "Cli/show");
    }

    [Fact]
    public async Task A_program_gets_the_whole_report()
    {
        await SomeStore.AddFinishedAsync(_shell, 1);

        var result = await _shell.RunAsync("show", "brisk-otter-7", "-o", "json");

        Assert.Equal("brisk-otter-7", ReportJson.Read(result.Out, "stdout").Job);
    }

    [Theory]
    [InlineData("show", "no-such-job")]
    [InlineData("show", "../../etc")]
    [InlineData("show")]
    [InlineData("watch", "no-such-job")]
    [InlineData("watch")]
    [InlineData("logs", "no-such-job")]
    [InlineData("compare", "no-such-job", "nor-this")]
    [InlineData("cancel", "no-such-job")]
    [InlineData("resume", "no-such-job")]
    [InlineData("retry", "no-such-job")]
    [InlineData("delete", "no-such-job", "--yes")]
    [InlineData("students", "list", "no-such-job")]
    [InlineData("students", "pull", "no-such-job")]
    [InlineData("students", "verify", "no-such-job")]
    public async Task What_is_not_there_is_not_found(params string[] args)
    {
        var result = await _shell.RunAsync(args);

        Assert.Equal((ExitCode.NotFound, ""), (result.ExitCode, result.Out));
        Assert.StartsWith("There is no job", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_misspelt_name_is_answered_with_the_nearest_job()
    {
        await SomeStore.AddFailedAsync(_shell);

        var result = await _shell.RunAsync("show", "calm-herron-8");

        Assert.Equal((ExitCode.NotFound, "There is no job \"calm-herron-8\" in ~/store/jobs; did you mean \"calm-heron-8\"?\n"), (result.ExitCode, result.Error));
    }

    [Fact]
    public async Task A_store_that_is_a_file_cannot_be_reached()
    {
        File.WriteAllText(_shell.Store, "");

        Assert.Equal(ExitCode.Unreachable, (await _shell.RunAsync("list")).ExitCode);
    }

    [Fact]
    public async Task Json_is_one_document_on_stdout()
    {
        await SomeStore.AddFinishedAsync(_shell, 1, 2);

        foreach (var args in new[] { "list", "show", "students list", "students verify brisk-otter-7", "doctor", "validate digits" })
        {
            var result = await _shell.RunAsync([.. args.Split(' '), "-o", "json"]);

            using var document = JsonDocument.Parse(result.Out);
            Assert.NotEqual(JsonValueKind.Undefined, document.RootElement.ValueKind);
        }
    }
}
