using Distill.Wording;
using Xunit;

namespace Distill.Tests.Wording;

public sealed class SuggestionTests
{
    private static readonly string[] s_names = ["resnet20", "resnet56", "MobileNetV2", "crop"];

    [Theory]
    [InlineData("resnet2", "resnet20")]
    [InlineData("mobilenetv2", "MobileNetV2")]
    [InlineData("corp", "crop")]
    [InlineData("transformer", null)]
    [InlineData("", null)]
    public void A_misspelt_name_finds_the_nearest_one_if_any_is_near(string word, string? nearest) =>
        Assert.Equal(nearest, Suggestion.Nearest(word, s_names));

    [Fact]
    public void The_suggestion_is_the_end_of_a_sentence() =>
        Assert.Equal("; did you mean \"crop\"?", Suggestion.For("crap", s_names));
}
