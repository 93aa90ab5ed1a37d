using System.Text.RegularExpressions;
using Distill.Tests.Conventions;
using Distill.Tests.Support;
using Xunit;
using YamlDotNet.Serialization;

namespace Distill.Tests.Deployment;

public sealed partial class ChartTests
{
    private const string Values = "charts/distill/values.yaml";

    [Fact]
    public void Every_value_that_a_template_takes_has_a_default()
    {
        var defaults = Read<Dictionary<object, object?>>(Values);

        Convention.Holds(
            $"A value that a template names is in {Values}.",
            from template in Repository.Files("*", "charts/distill/templates")
            from Match reference in ValueReference().Matches(File.ReadAllText(Repository.PathOf(template)))
            where !Has(defaults, reference.Groups["path"].Value.Split('.'))
            select $"{template}: .Values.{reference.Groups["path"].Value}");
    }

    [Fact]
    public void Every_value_is_explained()
    {
        var lines = File.ReadAllLines(Repository.PathOf(Values));

        // What stands inside an explained value is explained with it.
        var explainedDepth = int.MaxValue;
        var unexplained = new List<string>();
        foreach (var (index, line) in lines.Index())
        {
            if (Key().Match(line) is not { Success: true } key)
            {
                continue;
            }

            var depth = key.Groups["indent"].Length;
            var isGroup = index + 1 < lines.Length && lines[index + 1].StartsWith(new string(' ', depth + 2), StringComparison.Ordinal);
            var isExplained = index > 0 && lines[index - 1].TrimStart().StartsWith("# -- ", StringComparison.Ordinal);
            explainedDepth = isExplained ? depth : depth <= explainedDepth ? int.MaxValue : explainedDepth;
            if (!isGroup && depth < explainedDepth && !isExplained)
            {
                unexplained.Add($"{Values}:{index + 1}  {line.Trim()}");
            }
        }

        Convention.Holds("A value has a comment '# -- ' above it.", unexplained);
    }

    private static T Read<T>(string path) => new DeserializerBuilder().Build().Deserialize<T>(File.ReadAllText(Repository.PathOf(path)));

    private static bool Has(object? values, ReadOnlySpan<string> path) =>
        path.IsEmpty || (values is Dictionary<object, object?> map && map.TryGetValue(path[0], out var inner) && Has(inner, path[1..]));

    [GeneratedRegex(@"\.Values\.(?<path>[\w.]+)")]
    private static partial Regex ValueReference();

    [GeneratedRegex(@"^(?<indent> *)[\w-]+:")]
    private static partial Regex Key();
}
