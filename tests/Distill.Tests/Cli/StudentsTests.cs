using Distill.Cli;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Cli;

public sealed class StudentsTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task Students_are_listed_by_seed()
    {
        await SomeStore.AddFinishedAsync(_shell, 3, 1);

        Approved.Verify((await _shell.RunAsync("students", "list")).ToString(), "Cli/students.list");
        Approved.Verify((await _shell.RunAsync("students", "list", "brisk-otter-7", "-o", "json")).ToString(), "Cli/students.list.json");
    }

    [Fact]
    public async Task A_pulled_student_is_the_one_in_the_store()
    {
        await SomeStore.AddFinishedAsync(_shell, 1, 2);
        var folder = _shell.PathOf("pulled");

        var result = await _shell.RunAsync("students", "pull", "brisk-otter-7", "--to", folder, "--seed", "2");

        Assert.Equal(ExitCode.Ok, result.ExitCode);
        Assert.Equal(SomeStore.Weights(2), File.ReadAllBytes(Path.Combine(folder, "model.safetensors")));
        Assert.Equal(["manifest.json", "model.safetensors", "network.json"], Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Without_a_seed_the_first_student_is_pulled_and_the_others_are_named()
    {
        await SomeStore.AddFinishedAsync(_shell, 3, 1);

        var result = await _shell.RunAsync("students", "pull", "brisk-otter-7", "--to", _shell.PathOf("pulled"));

        Approved.Verify(result.ToString(), "Cli/students.pull");
    }

    [Fact]
    public async Task Several_students_are_listed_and_pulled_by_name()
    {
        await SomeStore.AddSeveralAsync(_shell, 3, 1);
        var folder = _shell.PathOf("pulled");

        Approved.Verify((await _shell.RunAsync("students", "list")).ToString(), "Cli/students.list.several");
        Approved.Verify((await _shell.RunAsync("students", "pull", "keen-otter-9", "--to", folder)).ToString(), "Cli/students.pull.several");
        Assert.Contains("wide/model.safetensors", (await _shell.RunAsync("students", "pull", "keen-otter-9", "--student", "wide", "--to", _shell.PathOf("wide"))).Out, StringComparison.Ordinal);
        Assert.Equal(
            "The job keen-otter-9 has no student \"wid\"; did you mean \"wide\"?\n",
            (await _shell.RunAsync("students", "verify", "keen-otter-9", "--student", "wid")).Error);
    }

    [Fact]
    public async Task A_damaged_student_is_not_pulled_and_leaves_nothing_behind()
    {
        await SomeStore.AddFinishedAsync(_shell, 1);
        Damage();
        var folder = _shell.PathOf("pulled");

        var result = await _shell.RunAsync("students", "pull", "brisk-otter-7", "--to", folder);

        Assert.Equal((ExitCode.Failed, ""), (result.ExitCode, result.Out));
        Assert.Contains("model.safetensors is damaged", result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public async Task Verifying_names_the_damaged_file()
    {
        await SomeStore.AddFinishedAsync(_shell, 1);
        Approved.Verify((await _shell.RunAsync("students", "verify", "brisk-otter-7")).ToString(), "Cli/students.verify");

        Damage();

        Approved.Verify((await _shell.RunAsync("students", "verify", "brisk-otter-7")).ToString(), "Cli/students.verify.damaged");
    }

    [Fact]
    public async Task Verifying_names_the_file_that_is_gone()
    {
        await SomeStore.AddFinishedAsync(_shell, 1);
        File.Delete(Path.Combine(_shell.Store, "jobs", "brisk-otter-7", "student", "network.json"));

        var result = await _shell.RunAsync("students", "verify", "brisk-otter-7");

        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains("network.json is missing", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unfinished_job_has_no_students_yet()
    {
        await SomeStore.AddFailedAsync(_shell);

        var result = await _shell.RunAsync("students", "pull", "calm-heron-8");

        Assert.Equal(ExitCode.NotFound, result.ExitCode);
        Assert.Equal("The job calm-heron-8 has no finished student: it is failed.\n", result.Error);
    }

    [Fact]
    public async Task A_seed_that_was_not_trained_is_not_found()
    {
        await SomeStore.AddFinishedAsync(_shell, 1, 2);

        var result = await _shell.RunAsync("students", "pull", "brisk-otter-7", "--seed", "7");

        Assert.Equal(ExitCode.NotFound, result.ExitCode);
        Assert.Contains("1, 2", result.Error, StringComparison.Ordinal);
    }

    private void Damage()
    {
        var file = Path.Combine(_shell.Store, "jobs", "brisk-otter-7", "student", "model.safetensors");
        var bytes = File.ReadAllBytes(file);
        bytes[0] ^= 1;
        File.WriteAllBytes(file, bytes);
    }
}
