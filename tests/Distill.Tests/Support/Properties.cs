using FsCheck;
using FsCheck.Fluent;

namespace Distill.Tests.Support;

/// <summary>Checks properties without a word unless one fails.</summary>
internal static class Properties
{
    /// <summary>Throws with the smallest counterexample if the property does not hold.</summary>
    public static void CheckQuietly(this Property property, int tests = 100) =>
        property.Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(tests));
}
