using Distill.Reports;
using Distill.Tests.Support;
using Xunit;
using YamlDotNet.Serialization;

namespace Distill.Tests.Reports;

public sealed class ModelCardTests
{
    [Fact]
    public void A_student_has_the_approved_card() => Approved.Verify(ModelCard.Render(SomeReport.Small(), "student", 1), "Reports/model-card");

    [Fact]
    public void Plain_training_has_the_approved_card() => Approved.Verify(ModelCard.Render(SomeReport.Plain(), "student", 1), "Reports/model-card-plain");

    [Fact]
    public void One_of_several_students_has_a_card_that_speaks_of_itself_alone() =>
        Approved.Verify(ModelCard.Render(SomeReport.Several(1, 2, 3), "wide", 2), "Reports/model-card-several");

    [Fact]
    public void A_student_in_several_forms_has_a_card_that_tells_what_each_asks_of_a_device() =>
        Approved.Verify(ModelCard.Render(SomeReport.OnDevice(), "student", 1), "Reports/model-card-device");

    [Fact]
    public void A_student_that_the_report_lacks_is_named() =>
        Assert.Contains("no student tall", Assert.Throws<ArgumentException>(() => ModelCard.Render(SomeReport.Small(), "tall", 1)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("calm-heron-8")]
    [InlineData("a: \"b\"\n- c")]
    public void The_header_is_yaml_for_any_name(string name)
    {
        var header = ModelCard.Render(SomeReport.Small() with { Job = name }, "student", 1).Split("---\n")[1];
        var yaml = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(header);
        var model = (Dictionary<object, object>)((List<object>)yaml["model-index"])[0];
        Assert.Equal(name, model["name"]);
    }

    [Fact]
    public void A_seed_that_the_report_lacks_is_named() =>
        Assert.Contains("no seed 7", Assert.Throws<ArgumentException>(() => ModelCard.Render(SomeReport.Small(), "student", 7)).Message, StringComparison.Ordinal);
}
