using System.Text.Json.Nodes;
using Distill.Tests.Conventions;
using Distill.Tests.Support;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Distill.Tests.Deployment;

public sealed class ValuesSchemaTests
{
    private static readonly string s_values = Repository.PathOf("charts", "distill", "values.yaml");
    private static readonly string s_schema = Repository.PathOf("charts", "distill", "values.schema.json");

    [Fact]
    public void The_schema_follows_from_the_values()
    {
        var written = ValuesSchema.Write(File.ReadAllText(s_values));
        if (Approved.Rewrites)
        {
            File.WriteAllText(s_schema, written);
        }

        Assert.True(written == File.ReadAllText(s_schema), "charts/distill/values.schema.json is out of date; run this test with DISTILL_APPROVE=1.");
    }

    [Theory]
    [InlineData("charts/distill/values.yaml")]
    [InlineData("tests/Distill.Tests/Deployment/Values/minimal.yaml")]
    [InlineData("tests/Distill.Tests/Deployment/Values/full.yaml")]
    public void The_values_that_are_rendered_fit_the_schema(string file) =>
        Convention.Holds("Values fit values.schema.json.", Problems(File.ReadAllText(Repository.PathOf(file))));

    [Theory]
    [InlineData("teachers:\n  slotz: 2", ".teachers knows no slotz")]
    [InlineData("teachers: 2", ".teachers is no object: 2")]
    [InlineData("teachers:\n  verify: 1.5", ".teachers.verify is more than 1: 1.5")]
    [InlineData("teachers:\n  slots: many", ".teachers.slots is no integer: many")]
    [InlineData("teachers:\n  disruptionBudget: { maxUnavailable: half }", ".teachers.disruptionBudget.maxUnavailable does not look like ^[0-9]+%?$: half")]
    [InlineData("image: { pullPolicy: always }", ".image.pullPolicy is none of [\"Always\",\"IfNotPresent\",\"Never\"]: always")]
    [InlineData("extraEnv: { A: 1 }", ".extraEnv.A is no string: 1")]
    [InlineData("store:\n  volume: { size: lots }", """.store.volume.size does not look like ^[0-9]+(\.[0-9]+)?(m|k|M|G|T|Ki|Mi|Gi|Ti)?$: lots""")]
    public void Others_do_not(string values, string problem) => Assert.Equal([problem], Problems(values));

    private static IEnumerable<string> Problems(string values)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(values));
        var schema = JsonNode.Parse(File.ReadAllText(s_schema))!.AsObject();
        return SchemaCheck.Problems(yaml.Documents[0].RootNode, schema, schema);
    }
}
