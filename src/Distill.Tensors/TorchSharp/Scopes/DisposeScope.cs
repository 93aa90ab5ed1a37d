using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// Owns the tensors that its thread makes while it is the innermost scope and frees them when it is disposed. Scopes nest;
/// <see cref="torch.NewDisposeScope"/> opens one.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    private DisposeScopeManager? manager;

    internal DisposeScope(DisposeScopeManager manager)
    {
        this.manager = manager;
        OuterScope = manager.CurrentDisposeScope;
    }

    /// <summary>How many tensors the scope owns now.</summary>
    public int DisposablesCount => Live().Disposables.Count;

    internal DisposeScope? OuterScope { get; set; }

    internal HashSet<IDisposable> Disposables { get; private set; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether the scope owns it.</summary>
    public bool Contains(IDisposable disposable) => Disposables.Contains(disposable);

    /// <summary>Hands one tensor to the scope around this one, or to nobody where there is none.</summary>
    public T MoveToOuter<T>(T disposable) where T : IDisposable => MoveToOther(OuterScope, disposable);

    /// <summary>Hands one tensor to another scope, or to nobody when that is null.</summary>
    public T MoveToOther<T>(DisposeScope? scope, T disposable) where T : IDisposable
    {
        MoveToOther(scope, [disposable]);
        return disposable;
    }

    /// <summary>Hands tensors to another scope, or to nobody when that is null; what this scope does not own stays where it is.</summary>
    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables)
    {
        if (scope is null)
        {
            Detach(disposables);
            return;
        }

        foreach (var disposable in disposables)
            if (Live().Disposables.Contains(disposable)) Own(scope, disposable);
    }

    /// <summary>Takes one tensor out of all scopes; from now on it is the caller's to dispose.</summary>
    public T Detach<T>(T disposable) where T : IDisposable
    {
        Detach([disposable]);
        return disposable;
    }

    /// <summary>Takes tensors out of all scopes; from now on they are the caller's to dispose.</summary>
    public void Detach(IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables)
        {
            if (!Live().Disposables.Remove(disposable) || disposable is not Tensor tensor) continue;
            tensor.OwningDisposeScope = null;
        }
    }

    /// <summary>Makes the scope the owner of a tensor, whoever owned it before.</summary>
    public void Attach(IDisposable disposable) => Attach([disposable]);

    /// <summary>Makes the scope the owner of tensors, whoever owned them before, and returns them.</summary>
    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        List<IDisposable> result = [.. disposables];
        foreach (var disposable in result)
            Own(Live(), disposable);
        return result;
    }

    /// <summary>Frees everything the scope owns, without closing it.</summary>
    public void DisposeEverything() => DisposeEverythingBut([]);

    /// <summary>Frees everything the scope owns but these, without closing it.</summary>
    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var before = Live().Disposables;
        Disposables = inKeep.ToHashSet<IDisposable>(ReferenceEqualityComparer.Instance);
        foreach (var disposable in before)
            if (!Disposables.Contains(disposable)) disposable.Dispose();
    }

    /// <summary>Frees everything the scope owns but one, without closing it.</summary>
    public T DisposeEverythingBut<T>(T keep) where T : IDisposable
    {
        DisposeEverythingBut([keep]);
        return keep;
    }

    /// <summary>Frees everything the scope owns and closes it. Later calls do nothing.</summary>
    public void Dispose()
    {
        if (manager is null) return;
        DisposeEverything();
        manager.RemoveDisposeScope(this);
        manager = null;
    }

    /// <summary>Forgets a tensor that disposes itself.</summary>
    public void MarkAsDisposed(IDisposable disposable)
    {
        Live().Disposables.Remove(disposable);
        if (disposable is Tensor tensor) tensor.OwningDisposeScope = null;
    }

    private static void Own(DisposeScope scope, IDisposable disposable)
    {
        if (disposable is not Tensor tensor) throw new InvalidOperationException("DisposeScope can only manage Tensor");
        var before = tensor.OwningDisposeScope;
        if (before == scope) return;
        scope.Disposables.Add(tensor);
        before?.Disposables.Remove(tensor);
        tensor.OwningDisposeScope = scope;
    }

    private DisposeScope Live() => manager is not null ? this : throw new ObjectDisposedException(nameof(DisposeScope));
}
