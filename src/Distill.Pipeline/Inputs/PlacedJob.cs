using Distill.Jobs;

namespace Distill.Pipeline.Inputs;

/// <summary>A job whose files are on this machine. They stay until this is disposed, or this process ends.</summary>
public sealed class PlacedJob : IDisposable
{
    private readonly IReadOnlyList<IDisposable> _claims;

    internal PlacedJob(JobSpec spec, IReadOnlyList<IDisposable> claims) => (Spec, _claims) = (spec, claims);

    /// <summary>The job with paths that lead into the cache.</summary>
    public JobSpec Spec { get; }

    /// <summary>Lets the cache remove the files when it needs room.</summary>
    public void Dispose()
    {
        foreach (var claim in _claims)
        {
            claim.Dispose();
        }
    }
}
