using Xunit;

namespace Distill.Tests.Support;

/// <summary>The collection of tests that look at the whole process: they run one by one, after all others.</summary>
[CollectionDefinition(nameof(NothingBeside), DisableParallelization = true)]
public sealed class NothingBeside;
