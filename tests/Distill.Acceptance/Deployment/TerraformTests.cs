using System.Diagnostics;
using System.Text.RegularExpressions;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Acceptance.Deployment;

/// <summary>What can be said of <c>infra/azure</c> without the provider and without a cloud.</summary>
public sealed partial class TerraformTests
{
    private static readonly string s_folder = Repository.PathOf("infra", "azure");

    [Fact]
    public async Task Terraform_reads_it_and_finds_it_formatted()
    {
        var program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "terraform")).FirstOrDefault(File.Exists);
        Assert.SkipUnless(program is not null, "Needs the program terraform on the PATH, which is not there.");

        var start = new ProcessStartInfo(program!, ["fmt", "-check", "-diff", "-no-color", s_folder]) { RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, output + await error);
    }

    [Fact]
    public void Every_variable_is_described_typed_and_used_and_every_reference_leads_somewhere()
    {
        var files = Directory.GetFiles(s_folder, "*.tf").ToDictionary(file => Path.GetFileName(file), File.ReadAllText);
        var all = string.Join('\n', files.Values);
        var variables = Variable().Matches(files["variables.tf"]).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["body"].Value);
        var resources = Resource().Matches(all).Select(match => $"{match.Groups["type"].Value}.{match.Groups["name"].Value}").ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(variables);
        Assert.All(variables, variable =>
        {
            Assert.Matches("(?m)^  description = \"[A-Z].+[.;]\"$|description = \".+\\.\"", variable.Value);
            Assert.Contains("  type ", variable.Value, StringComparison.Ordinal);
            Assert.Matches($@"var\.{variable.Key}\b", all);
        });
        Assert.All(VariableUse().Matches(all), use => Assert.Contains(use.Groups["name"].Value, variables.Keys));
        Assert.All(ResourceUse().Matches(all), use => Assert.Contains(use.Value, resources));
    }

    [GeneratedRegex(@"(?ms)^variable ""(?<name>\w+)"" \{\n(?<body>.*?)^\}")]
    private static partial Regex Variable();

    [GeneratedRegex(@"(?m)^(resource|data) ""(?<type>\w+)"" ""(?<name>\w+)""")]
    private static partial Regex Resource();

    [GeneratedRegex(@"\bvar\.(?<name>\w+)")]
    private static partial Regex VariableUse();

    [GeneratedRegex(@"\b(azurerm|random)_\w+\.\w+")]
    private static partial Regex ResourceUse();
}
