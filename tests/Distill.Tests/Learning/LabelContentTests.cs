using Distill.Jobs;
using Distill.Labels;
using Distill.Learning;
using Distill.Networks;
using Xunit;

namespace Distill.Tests.Learning;

public sealed class LabelContentTests
{
    private const string Yaml = """
        dataset: digits
        teacher: { network: cnn_8_12, training: { epochs: 1 } }
        student: cnn_4
        training: { epochs: 3 }
        """;

    [Theory]
    [InlineData("loss=[hard_labels, activation_order]", new[] { 1.0 })]
    [InlineData("loss=[{ kind: soft_labels, temperature: 4 }]", new[] { 4.0 })]
    public void Of_many_classes_the_largest_are_kept_at_the_temperatures_of_the_losses_or_at_1(string loss, double[] temperatures)
    {
        var content = LabelContent.Of(JobReader.Read(Yaml, "job.yaml", [loss]).Job!, Zoo.Create("cnn_8_12", LabelSet.MostClassesInFull + 1, new(1, 8, 8)));

        Assert.Equal(LabelsSpec.UsualTopK, content.TopK);
        Assert.Equal(temperatures, content.Temperatures);
    }

    [Fact]
    public void Of_few_classes_all_logits_are_kept_and_no_temperature_is_needed()
    {
        var content = LabelContent.Of(JobReader.Read(Yaml, "job.yaml", []).Job!, Zoo.Create("cnn_8_12", 10, new(1, 8, 8)));

        Assert.Null(content.TopK);
        Assert.Empty(content.Temperatures);
    }
}
