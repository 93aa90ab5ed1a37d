using Xunit;

namespace Distill.Acceptance.Chaos;

/// <summary>Chaos tests run one after the other, and beside no other test: each has the machine for itself.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ChaosTests : ICollectionFixture<ChaosWorld>
{
    /// <summary>Its name.</summary>
    public const string Name = "chaos";
}
