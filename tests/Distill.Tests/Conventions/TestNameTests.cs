using System.Reflection;
using Xunit;

namespace Distill.Tests.Conventions;

public sealed class TestNameTests
{
    [Fact]
    public void A_test_is_named_with_a_sentence() =>
        Convention.Holds(
            "The name of a test is the sentence that it proves, with underscores for spaces.",
            from type in typeof(TestNameTests).Assembly.GetTypes()
            from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            where method.IsDefined(typeof(FactAttribute), inherit: true)
            where method.Name.Count(letter => letter == '_') < 2
            select $"{type.Name}.{method.Name}");
}
