using Distill.Jobs;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;
using Distill.Reports;

namespace Distill.Pipeline.Progress;

/// <summary>One job's progress, put together from the store at first and from events after that.</summary>
internal sealed class JobGauge
{
    private const string Learn = "learn";
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly JobSpec _spec;
    private readonly IReadOnlyList<RunGauge> _runs;
    private readonly SortedDictionary<string, double> _metrics = new(StringComparer.Ordinal);
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private JobState _state;
    private string? _failure;
    private string? _fingerprint;
    private (int Done, int Total, int There) _chunks;
    private long _teachingStarted;

    public JobGauge(JobSpec spec, JobRecord record, TimeProvider time)
    {
        (_spec, _time, _started) = (spec, time, time.GetTimestamp());
        (_state, _failure) = (record.State, record.Failure);
        var teacher = spec.Teacher?.Training is { } training ? [new RunGauge(Run.Teacher(spec), training.BatchSize)] : Array.Empty<RunGauge>();
        _runs = [.. teacher, .. Run.Of(spec).Select(run => new RunGauge(run, spec.Training.BatchSize))];
    }

    /// <summary>Completes when something has changed since it was asked for.</summary>
    public Task Moved
    {
        get
        {
            lock (_lock)
            {
                return _moved.Task;
            }
        }
    }

    public void Restore(string run, RunHead head) => Change(() => Of(run)?.Restore(head));

    public void Apply(JobChanged change) => Change(() => (_state, _failure) = (Enum.Parse<JobState>(change.State), change.Failure));

    public void Apply(LabelsPlanned plan) => Change(() =>
    {
        (_fingerprint, _chunks, _teachingStarted) = (plan.Fingerprint, (plan.There, plan.Chunks, plan.There), _time.GetTimestamp());
    });

    public void Apply(ChunkTaught taught) => Change(() =>
    {
        if (taught.Fingerprint == _fingerprint && _chunks.Done < _chunks.Total)
        {
            _chunks.Done++;
        }
    });

    public void Apply(RunProgressed progress) => Change(() =>
    {
        Of(progress.Run)?.Move(progress.Step, progress.Steps, progress.Epoch, progress.Epochs, progress.SamplesPerSecond);
        foreach (var run in _runs.Where(r => r.Run.Role != ModelRole.Teacher && progress.Run != RunNames.Teacher))
        {
            run.Expect(progress.Steps, progress.Epochs);
        }
        foreach (var (name, value) in progress.Metrics)
        {
            _metrics[Of(progress.Run)?.Run is { } run && StageOf(run) is not Learn and var stage ? $"{stage}.{name}" : name] = value;
        }
    });

    public JobProgress Snapshot()
    {
        lock (_lock)
        {
            var stages = Stages().ToList();
            var training = _runs.Where(r => !r.Finished).ToList();
            var rate = _runs.Select(r => r.SamplesPerSecond).LastOrDefault(r => r is not null);
            return new JobProgress
            {
                Job = _spec.Name,
                State = _state,
                Failure = _failure,
                Stages = stages,
                Metrics = new SortedDictionary<string, double>(_metrics, StringComparer.Ordinal),
                ElapsedSeconds = _time.GetElapsedTime(_started).TotalSeconds,
                EtaSeconds = rate > 0 && training.All(r => r.Steps > 0) ? training.Sum(r => r.Total - r.Done) / rate : null,
            };
        }
    }

    private IEnumerable<StageProgress> Stages()
    {
        var teacherReady = _fingerprint is not null || _state > JobState.Preparing;
        if (_spec.Teacher is { } teacher)
        {
            if (teacher.Training is not null)
            {
                yield return Training("teacher", ModelRole.Teacher, skipped: teacherReady && _runs[0].Step == 0);
            }
            var checking = _state == JobState.Preparing && (teacher.Training is null || _runs[0].Finished);
            yield return new StageProgress("check", "", teacherReady ? 1 : 0, 1, "", null, null, teacherReady ? StageState.Done : checking ? StageState.Running : StageState.Waiting);
            yield return Teaching();
        }
        if (_runs.Any(r => r.Run.Role == ModelRole.Baseline))
        {
            yield return Training("baseline", ModelRole.Baseline, skipped: false);
        }
        foreach (var stage in _runs.Where(r => r.Run.Role == ModelRole.Student).Select(r => StageOf(r.Run)).Distinct())
        {
            yield return Training(stage, ModelRole.Student, skipped: false);
        }
        yield return new StageProgress("report", "", _state == JobState.Finished ? 1 : 0, 1, "", null, null,
            _state switch { JobState.Finished => StageState.Done, JobState.Reporting => StageState.Running, _ => StageState.Waiting });
    }

    private StageProgress Teaching()
    {
        var (done, total, there) = _chunks;
        var seconds = _time.GetElapsedTime(_teachingStarted).TotalSeconds;
        double? rate = done > there && seconds > 0 ? (done - there) / seconds : null;
        var state = total == 0 ? StageState.Waiting : there == total ? StageState.Skipped : done == total ? StageState.Done : StageState.Running;
        var detail = total == 0 ? "" : $"{there} of {total} chunks were there";
        return new StageProgress("teach", detail, done, total, "chunks", rate, rate is null ? null : (total - done) / rate, state);
    }

    private StageProgress Training(string name, ModelRole role, bool skipped)
    {
        var runs = _runs.Where(r => r.Run.Role == role && StageOf(r.Run) == name).ToList();
        var current = runs.LastOrDefault(r => r.Step > 0 && !r.Finished);
        var (done, total) = (runs.Sum(r => r.Done), runs.Sum(r => r.Total));
        var state = skipped ? StageState.Skipped
            : runs.All(r => r.Finished) ? StageState.Done
            : current is not null || runs.Any(r => r.Finished) ? StageState.Running : StageState.Waiting;
        var rate = state == StageState.Running ? runs.Select(r => r.SamplesPerSecond).LastOrDefault(r => r is not null) : null;
        var detail = skipped ? "trained before" : current is null ? "" : $"epoch {current.Epoch + 1}/{current.Epochs}" + Which(runs, current.Run);
        return new StageProgress(name, detail, done, total, "img", rate, rate > 0 ? (total - done) / rate : null, state);
    }

    /// <summary>The stage that a run counts in: one for all baselines, and one for each student where a job lists several.</summary>
    private string StageOf(Run run) => run.Role switch
    {
        ModelRole.Student => _spec.HasOneStudent ? Learn : run.Student,
        _ => run.Role.ToString().ToLowerInvariant(),
    };

    /// <summary>Which of a stage's runs one is, as far as it takes to tell them apart.</summary>
    private static string Which(IReadOnlyList<RunGauge> runs, Run run) =>
        (runs.Any(r => r.Run.Student != run.Student) ? $" {run.Student}" : "") + (runs.Any(r => r.Run.Seed != run.Seed) ? $" seed {run.Seed}" : "");

    private RunGauge? Of(string run) => _runs.FirstOrDefault(r => r.Run.Name == run);

    private void Change(Action change)
    {
        lock (_lock)
        {
            change();
            _moved.TrySetResult();
            _moved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
