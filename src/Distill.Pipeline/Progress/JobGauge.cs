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
    private readonly TimeSpan _before;
    private readonly JobSpec _spec;
    private readonly IReadOnlyList<RunGauge> _runs;
    private readonly SortedDictionary<string, double> _metrics = new(StringComparer.Ordinal);
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private JobState _state;
    private string? _failure;
    private string? _fingerprint;
    private (int Done, int Total, int There) _chunks;
    private (long Time, int Done) _teachingSince;

    /// <param name="spec">The job.</param>
    /// <param name="record">Its state.</param>
    /// <param name="time">The clock.</param>
    /// <param name="before">How long others have been working on the job.</param>
    public JobGauge(JobSpec spec, JobRecord record, TimeProvider time, TimeSpan before = default)
    {
        (_spec, _time, _started, _before) = (spec, time, time.GetTimestamp(), before);
        (_state, _failure) = (record.State, record.Failure);
        var teacher = spec.Teacher?.Training is { } training ? [new RunGauge(Run.Teacher(spec), training)] : Array.Empty<RunGauge>();
        _runs = [.. teacher, .. Run.Of(spec).Select(run => new RunGauge(run, spec.TrainingOf(run.StudentOf(spec))))];
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

    /// <summary>The job.</summary>
    public JobSpec Job => _spec;

    /// <summary>The runs that have not ended, by name.</summary>
    public IReadOnlyList<string> Unfinished
    {
        get
        {
            lock (_lock)
            {
                return [.. _runs.Where(r => !r.Finished).Select(r => r.Run.Name)];
            }
        }
    }

    public void Restore(JobRecord record)
    {
        if ((record.State, record.Failure) != (_state, _failure))
        {
            Change(() => (_state, _failure) = (record.State, record.Failure));
        }
    }

    public void Restore(string run, RunHead head) => Change(() =>
    {
        if (Of(run) is not { } gauge || !gauge.Restore(head))
        {
            return;
        }
        Expect(gauge, head.Steps);
        if (head.Curve is [.., var point])
        {
            Show(gauge.Run, MetricsOf(point));
        }
    });

    public void Restore(TeacherRecord teacher, int chunksPerView, int completeViews) => Change(() =>
    {
        var total = _spec.Labels.Views * chunksPerView;
        var there = Math.Min(teacher.ReusedViews, _spec.Labels.Views) * chunksPerView;
        var done = Math.Max(completeViews * chunksPerView, there);
        if (_fingerprint is null)
        {
            (_fingerprint, _chunks, _teachingSince) = (teacher.Fingerprint, (done, total, there), (_time.GetTimestamp(), done));
        }
        _chunks.Done = Math.Max(_chunks.Done, done);
    });

    public void Apply(JobChanged change) => Change(() => (_state, _failure) = (Enum.Parse<JobState>(change.State), change.Failure));

    public void Apply(LabelsPlanned plan) => Change(() =>
    {
        (_fingerprint, _chunks, _teachingSince) = (plan.Fingerprint, (plan.There, plan.Chunks, plan.There), (_time.GetTimestamp(), plan.There));
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
        if (Of(progress.Run) is { } gauge)
        {
            gauge.Move(progress.Step, progress.Steps, progress.Epoch, progress.Epochs, progress.SamplesPerSecond);
            Expect(gauge, progress.Steps);
            Show(gauge.Run, progress.Metrics);
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
                ElapsedSeconds = (_before + _time.GetElapsedTime(_started)).TotalSeconds,
                EtaSeconds = rate > 0 && training.All(r => r.Steps > 0) ? training.Sum(r => (r.Total - r.Done) / (r.SamplesPerSecond ?? rate)) : null,
            };
        }
    }

    private IEnumerable<StageProgress> Stages()
    {
        var teacherReady = _fingerprint is not null || _state is JobState.Teaching or JobState.Learning or JobState.Reporting or JobState.Finished;
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
        var taught = done - _teachingSince.Done;
        var seconds = _time.GetElapsedTime(_teachingSince.Time).TotalSeconds;
        double? rate = taught > 0 && seconds > 0 ? taught / seconds : null;

        // After an early stop some chunks are never taught.
        var state = total == 0 ? StageState.Waiting : there == total ? StageState.Skipped : done == total || _state == JobState.Finished ? StageState.Done : StageState.Running;
        var detail = total == 0 ? "" : $"{there} of {total} chunks were there";
        return new StageProgress("teach", detail, done, total, "chunks", rate, rate is null || state == StageState.Done ? null : (total - done) / rate, state);
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

    private static IEnumerable<KeyValuePair<string, double>> MetricsOf(CurvePoint point)
    {
        yield return new("loss", point.Loss);
        foreach (var (name, value) in point.Terms)
        {
            yield return new("loss." + name, value);
        }
        if (point.Accuracy is { } accuracy)
        {
            yield return new("accuracy", accuracy);
        }
        if (point.TeacherAgreement is { } agreement)
        {
            yield return new("agreement", agreement);
        }
    }

    private void Show(Run run, IEnumerable<KeyValuePair<string, double>> metrics)
    {
        foreach (var (name, value) in metrics)
        {
            _metrics[StageOf(run) is not Learn and var stage ? $"{stage}.{name}" : name] = value;
        }
    }

    // Students and baselines with the same training take equally many steps, so what one has to do is known of all.
    private void Expect(RunGauge run, long steps)
    {
        foreach (var other in _runs.Where(other => run.Run.Role != ModelRole.Teacher && other.Run.Role != ModelRole.Teacher && other.Training == run.Training))
        {
            other.Expect(steps);
        }
    }

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
