using Distill.Cli.Machines;
using Distill.Cli.Screens;
using Distill.Tests.Cli.Screens;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Cli.Machines;

public sealed class DoctorTests
{
    [Fact]
    public void Findings_stand_with_their_remedies() =>
        Approved.Verify(
            Drawing.Of(FindingTable.Of(
            [
                new(".NET", FindingState.Ok, "10.0.1 on Debian GNU/Linux 12 (bookworm), x64"),
                new("disk", FindingState.Warning, "1.2 GB free", "make room, or choose another disk with --store"),
                .. Examination.Packages(new Dictionary<string, string> { ["libspng0"] = "0.7.3-3" })
                    .Select(finding => finding with { Remedy = finding.Remedy?.Replace("sudo ", "", StringComparison.Ordinal) }),
            ])),
            "Cli/screen.doctor");

    [Fact]
    public void Every_needed_package_says_what_it_is_for_and_a_program_that_runs_needs_no_compiler()
    {
        Assert.All(DebianPackages.Required, package => Assert.NotEmpty(package.Purpose));
        Assert.Contains("libtorch-dev", DebianPackages.Required.Select(package => package.Name));
        Assert.DoesNotContain("g++", DebianPackages.Required.Select(package => package.Name));
    }

    [Fact]
    public void On_another_system_the_packages_are_named_and_nothing_is_claimed()
    {
        var finding = Assert.Single(Examination.Packages(installed: null));

        Assert.Equal(FindingState.Warning, finding.State);
        Assert.Contains("libtorch-dev", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Looking_at_a_store_does_not_make_one()
    {
        using var shell = new Shell();

        var finding = Examination.Store(shell.Store);

        Assert.Equal(FindingState.Ok, finding.State);
        Assert.Empty(Directory.GetFileSystemEntries(shell.Folder));
    }

    [Fact]
    public void A_file_is_no_store()
    {
        using var shell = new Shell();
        File.WriteAllText(shell.Store, "");

        Assert.Equal(FindingState.Missing, Examination.Store(shell.Store).State);
    }
}
