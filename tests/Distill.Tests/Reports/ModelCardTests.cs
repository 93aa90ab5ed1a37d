using Distill.Reports;
using Distill.Tests.Support;
using Xunit;
using YamlDotNet.Serialization;

namespace Distill.Tests.Reports;

public sealed class ModelCardTests
{
    [Fact]
    public void A_student_has_the_approved_card() => Approved.Verify(ModelCard.Render(SomeReport.Small(), 1), "Reports/model-card");

    [Fact]
    public void Plain_training_has_the_approved_card() => Approved.Verify(ModelCard.Render(SomeReport.Plain(), 1), "Reports/model-card-plain");

    [Theory]
    [InlineData("calm-heron-8")]
    [InlineData("a: \"b\"\n- c")]
    public void The_header_is_yaml_for_any_name(string name)
    {
        var header = ModelCard.Render(SomeReport.Small() with { Job = name }, 1).Split("---\n")[1];
        var yaml = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(header);
        var model = (Dictionary<object, object>)((List<object>)yaml["model-index"])[0];
        Assert.Equal(name, model["name"]);
    }

    [Fact]
    public void A_seed_that_the_report_lacks_is_named() =>
        Assert.Contains("no seed 7", Assert.Throws<ArgumentException>(() => ModelCard.Render(SomeReport.Small(), 7)).Message, StringComparison.Ordinal);
}
