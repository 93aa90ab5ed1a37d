using Distill.Artifacts;
using Xunit;

namespace Distill.Tests.Artifacts;

public sealed class ArtifactPathTests
{
    [Theory]
    [InlineData("state.json")]
    [InlineData("labels/0a1b/view-000.labels")]
    [InlineData("jobs/brave-fox-7/student/model.safetensors")]
    [InlineData("a+b=c_d")]
    public void A_plain_relative_path_is_taken_as_it_is(string path) => Assert.Equal(path, ArtifactPath.Check(path));

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("../outside")]
    [InlineData("jobs/../../outside")]
    [InlineData("jobs//state.json")]
    [InlineData("jobs/")]
    [InlineData("jobs/./state.json")]
    [InlineData(".store/00.lock")]
    [InlineData("jobs/.hidden")]
    [InlineData(@"jobs\..\outside")]
    [InlineData("c:/windows")]
    [InlineData("jobs/a b")]
    [InlineData("jobs/a\0b")]
    [InlineData("jobs/%2e%2e/outside")]
    public void A_path_that_could_leave_the_store_is_refused(string path)
    {
        var refusal = Assert.Throws<ArgumentException>(() => ArtifactPath.Check(path));

        Assert.Contains($"'{path}' is not allowed", refusal.Message);
    }

    [Fact]
    public void A_name_that_no_file_system_takes_is_refused() =>
        Assert.Throws<ArgumentException>(() => ArtifactPath.Check("jobs/" + new string('x', 201)));
}
