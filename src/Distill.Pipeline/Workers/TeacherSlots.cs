using System.Collections.Concurrent;
using Distill.Data;
using Distill.Labels;
using Distill.Pipeline.Jobs;
using Distill.Teaching;
using Distill.Tensors;

namespace Distill.Pipeline.Workers;

/// <summary>
/// The teaching slots of this process: threads that each hold a teacher ready. A slot keeps the teacher it used last, so that chunk
/// after chunk of one label set costs no loading.
/// </summary>
internal sealed class TeacherSlots : IDisposable
{
    private readonly Slot[] _slots;
    private readonly BlockingCollection<Slot> _free = [];
    private readonly Turnstile _turnstile;

    /// <param name="count">Slots.</param>
    /// <param name="create">Makes the teacher of a slot, on the slot's thread; libtorch's when absent.</param>
    public TeacherSlots(int count, Func<LabelSet, TeacherModel, ViewRenderer, Teacher>? create = null)
    {
        create ??= (set, model, views) => new Teacher(set, model.Forward(set), views);
        _slots = [.. Enumerable.Range(0, count).Select(i => new Slot(new ComputeThread($"teacher slot {i}"), create))];
        Array.ForEach(_slots, _free.Add);
        _turnstile = new Turnstile(count);
    }

    /// <summary>How many tasks each slot has done; free slots take turns.</summary>
    public IReadOnlyList<int> Done => [.. _slots.Select(slot => slot.Done)];

    /// <summary>Numerics class of every slot that labels in a precision: one thread.</summary>
    public static string NumericsOf(string precision) => NumericEnvironment.Current(precision, threads: 1).ToString();

    /// <summary>Runs work with a teacher on the first slot that is free.</summary>
    /// <param name="set">The label set that the teacher fills.</param>
    /// <param name="model">The teacher.</param>
    /// <param name="views">The images it looks at.</param>
    /// <param name="priority">Its place in the line.</param>
    /// <param name="work">Called on the slot's thread.</param>
    /// <param name="ct">Ends the wait for a free slot.</param>
    public async Task<T> RunAsync<T>(
        LabelSet set, TeacherModel model, ViewRenderer views, JobPriority priority, Func<Teacher, T> work, CancellationToken ct)
    {
        using var pass = await _turnstile.EnterAsync(1, priority, ct);
        var slot = _free.Take(CancellationToken.None);
        try
        {
            return await slot.Thread.RunAsync(() => work(slot.Use(set, model, views)));
        }
        finally
        {
            slot.Done++;
            _free.Add(slot, CancellationToken.None);
        }
    }

    public void Dispose()
    {
        foreach (var slot in _slots)
        {
            slot.Dispose();
        }
        _free.Dispose();
    }

    private sealed class Slot(ComputeThread thread, Func<LabelSet, TeacherModel, ViewRenderer, Teacher> create) : IDisposable
    {
        private Teacher? _teacher;
        private (LabelSet? Set, ViewRenderer? Views) _key;

        public ComputeThread Thread => thread;

        public int Done { get; set; }

        public Teacher Use(LabelSet set, TeacherModel model, ViewRenderer views)
        {
            if (_teacher is null || _key != (set, views))
            {
                _teacher?.Dispose();
                _teacher = null; // Where the next one cannot be made, the slot has none.
                _teacher = create(set, model, views);
                _key = (set, views);
            }
            return _teacher;
        }

        public void Dispose()
        {
            thread.Dispose();
            _teacher?.Dispose();
        }
    }
}
