using Distill.Artifacts;
using Distill.Cli;
using Distill.Data;
using Xunit;

namespace Distill.Tests.Cli;

public sealed class FaultsTests
{
    [Fact]
    public void A_foreseen_fault_is_its_own_sentence()
    {
        var fault = new StoreException("The store has no room.");

        Assert.Equal("The store has no room.", Faults.Describe(fault, verbose: false));
        Assert.Equal("The store has no room.", Faults.Describe(fault, verbose: true));
    }

    [Fact]
    public void An_unforeseen_fault_tells_how_to_learn_more()
    {
        var fault = new InvalidOperationException("Sequence contains no elements");

        Assert.Contains("-v", Faults.Describe(fault, verbose: false), StringComparison.Ordinal);
        Assert.Contains(nameof(InvalidOperationException), Faults.Describe(fault, verbose: true), StringComparison.Ordinal);
    }

    [Fact]
    public void Exit_codes_tell_bad_input_failures_and_interruptions_apart()
    {
        Assert.Equal(ExitCode.BadInput, Faults.ExitCodeOf(new DataProblemException("t10k-images: truncated.")));
        Assert.Equal(ExitCode.Failed, Faults.ExitCodeOf(new StoreException("No room.")));
        Assert.Equal(ExitCode.Failed, Faults.ExitCodeOf(new InvalidOperationException()));
        Assert.Equal(ExitCode.NotFound, Faults.ExitCodeOf(new CommandException(ExitCode.NotFound, "No such job.")));
        Assert.Equal(ExitCode.Interrupted, Faults.ExitCodeOf(new OperationCanceledException()));
    }
}
