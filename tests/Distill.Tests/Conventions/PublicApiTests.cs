using System.Reflection;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Conventions;

public sealed class PublicApiTests
{
    [Theory]
    [InlineData("Distill")]
    [InlineData("Distill.Pipeline")]
    [InlineData("Distill.Server")]
    [InlineData("Distill.Tensors")]
    public void The_public_surface_is_the_approved_one(string project) =>
        Approved.Verify(PublicApi.Of(Assembly.Load(project)), $"PublicApi/{project}");
}
