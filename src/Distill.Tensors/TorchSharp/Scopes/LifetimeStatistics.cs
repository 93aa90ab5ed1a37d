namespace TorchSharp;

/// <summary>Counts over the life of one kind of disposable on one thread.</summary>
public class LifetimeStatistics
{
    /// <summary>Made while the thread had no scope.</summary>
    public long CreatedOutsideScopeCount { get; internal set; }

    /// <summary>Disposed while no scope owned it.</summary>
    public long DisposedOutsideScopeCount { get; internal set; }

    /// <summary>Made inside a scope.</summary>
    public long CreatedInScopeCount { get; internal set; }

    /// <summary>Disposed while a scope owned it.</summary>
    public long DisposedInScopeCount { get; internal set; }

    /// <summary>Given to a scope.</summary>
    public long AttachedToScopeCount { get; internal set; }

    /// <summary>Taken out of all scopes.</summary>
    public long DetachedFromScopeCount { get; internal set; }

    /// <summary>Made minus disposed.</summary>
    public long ThreadTotalLiveCount => CreatedInScopeCount - DisposedInScopeCount + CreatedOutsideScopeCount - DisposedOutsideScopeCount;

    /// <summary>Sets all counts to zero.</summary>
    public void Reset() =>
        CreatedOutsideScopeCount = DisposedOutsideScopeCount = CreatedInScopeCount = DisposedInScopeCount = AttachedToScopeCount = DetachedFromScopeCount = 0;
}
