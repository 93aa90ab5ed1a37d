using Distill.Jobs;
using Distill.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Distill.Tests.Jobs;

public sealed class JobNamesTests
{
    [Fact]
    public void A_name_follows_from_content_and_counter()
    {
        Assert.Equal(JobNames.Of("same"), JobNames.Of("same"));
        Assert.NotEqual(JobNames.Of("same"), JobNames.Of("other"));
        Assert.NotEqual(JobNames.Of("same"), JobNames.Of("same", counter: 1));
    }

    [Fact]
    public void Names_do_not_change_between_releases() => Assert.Equal("agile-koala-87", JobNames.Of("content"));

    [Fact]
    public void Made_up_names_are_labels_themselves() =>
        Prop.ForAll<NonNull<string>>(content => JobNames.Problem(JobNames.Of(content.Get)) is null).CheckQuietly();

    [Fact]
    public void A_thousand_contents_hardly_ever_share_a_name() =>
        Assert.InRange(Enumerable.Range(0, 1000).Select(content => JobNames.Of($"{content}")).Distinct().Count(), 995, 1000);

    [Theory]
    [InlineData("my-job")]
    [InlineData("7")]
    [InlineData("a--b")]
    public void Labels_are_accepted(string name) => Assert.Null(JobNames.Problem(name));

    [Theory]
    [InlineData("My Job", "my-job")]
    [InlineData("-edge-", "edge")]
    [InlineData("a_b.c/d", "a-b-c-d")]
    [InlineData("\u00e9t\u00e9", "t")]
    [InlineData("...", "my-job")]
    [InlineData("line\n", "line")]
    public void Other_names_are_refused_with_one_that_would_do(string name, string near) => Assert.Contains($"\"{near}\" would do", JobNames.Problem(name));

    [Fact]
    public void A_name_has_at_most_63_characters()
    {
        Assert.Null(JobNames.Problem(new string('a', 63)));
        Assert.Contains("at most 63", JobNames.Problem(new string('a', 64)));
    }
}
