using Distill.Data;
using Distill.Jobs;
using Distill.Losses;
using Distill.Networks;
using Distill.Reports;
using Distill.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Learning;

/// <summary>
/// One network in training: the loop at the heart of the product. Runs step by step from a plan or a checkpoint; stopping after any
/// step and resuming elsewhere gives the same bytes as running through.
/// </summary>
/// <remarks>
/// Legend of shapes: N samples of the batch, H and W image size, K classes, D student channels. A training belongs to the thread that
/// runs it, because torch's thread count does.
/// </remarks>
public sealed class Training : IDisposable
{
    private readonly TrainingPlan _plan;
    private readonly TrainingOrder _order;
    private readonly NetworkModule _student;
    private readonly IReadOnlyList<LossTerm> _terms;
    private readonly IReadOnlyList<string> _taps;
    private readonly IReadOnlyList<(string Name, Tensor Value)> _parameters;
    private readonly LinearProbe? _probe;
    private readonly WeightAverage? _average;
    private readonly Optimizer _optimizer;
    private readonly LearningRate _learningRate;
    private readonly BatchTargets _targets;
    private readonly ViewRenderer _views;
    private readonly TimeProvider _time;
    private readonly List<CurvePoint> _curve = [];
    private EpochTally _tally = new();
    private bool _settled;
    private Evaluation? _final;

    /// <summary>Prepares a run.</summary>
    /// <param name="plan">What decides the run.</param>
    /// <param name="checkpoint">
    /// Where it goes on, of the same plan, whose label source knows what the checkpoint has consumed; null begins from the plan's seed.
    /// </param>
    /// <param name="time">Measures what steps wait for; the system's when absent.</param>
    public Training(TrainingPlan plan, Checkpoint? checkpoint = null, TimeProvider? time = null)
    {
        _plan = plan;
        _time = time ?? TimeProvider.System;
        _order = plan.Order;
        NumericEnvironment.UseThreads(plan.Threads);
        _student = new NetworkModule(plan.Network, checkpoint?.Network ?? Initialization.Create(plan.Network, plan.Seed, plan.Beginning), plan.Precision);
        _terms = LossTerms.Create(
            plan.Loss, plan.Pairs, new LossSurroundings(plan.Training.LabelSmoothing, plan.Seed, plan.Dataset.Train.Count, plan.TeacherHead));
        _taps = [.. plan.Pairs.SelectMany(p => p).Select(p => p.StudentNode).Distinct()];
        _probe = plan.Probe ? new LinearProbe(plan) : null;
        _parameters = [.. _student.Parameters.Where(p => _probe?.Fits(p.Name) != true), .. _terms.SelectMany(t => t.Parameters)];
        _average = plan.Training.Ema is { } decay ? new WeightAverage([.. _student.Parameters, .. _student.Buffers], decay) : null;
        _optimizer = Optimizer.Create(plan.Training.Optimizer, _parameters);
        _learningRate = new LearningRate(plan.Training.Optimizer.LearningRate, plan.Training.Schedule, _order.StepsPerEpoch, plan.Training.Epochs);
        _views = new ViewRenderer(plan.Dataset.Train, plan.Normalization, plan.Augmentation, plan.ViewSeed);
        _targets = new BatchTargets(plan.Dataset.Train.Labels, plan.Labels, [.. plan.Orders.SelectMany(o => o.Pairs).Distinct()], new OrderControl(plan.Orders.FirstOrDefault().Loss?.Control ?? OrderControls.None), _views);
        if (checkpoint is not null)
        {
            Restore(checkpoint);
        }
    }

    /// <summary>Steps done.</summary>
    public long Step { get; private set; }

    /// <summary>Whether the last step of the last epoch is done.</summary>
    public bool Finished => Step >= _plan.Steps || EarlyStop.IsDue(_plan.Training.EarlyStop, _curve);

    /// <summary>One point per finished epoch.</summary>
    public IReadOnlyList<CurvePoint> Curve => _curve;

    /// <summary>Trains until the run is finished, <paramref name="pause"/> says so after a step, or the token is cancelled.</summary>
    /// <param name="pause">Asked after every step; true ends the segment there.</param>
    /// <param name="onStep">Told of every step.</param>
    /// <param name="cancel">Ends a wait for labels; a step that has begun is always completed.</param>
    /// <exception cref="TrainingException">The loss is no longer a finite number.</exception>
    public void Run(Func<bool> pause, Action<StepReport>? onStep, CancellationToken cancel)
    {
        NumericEnvironment.UseThreads(_plan.Threads);
        try
        {
            RunEpochs(pause, onStep, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // A wait for images or labels was given up before the step began; the state is that after the last step.
        }
    }

    /// <summary>The state after the last step.</summary>
    public Checkpoint Capture() => new()
    {
        Step = Step,
        Network = _student.Snapshot(),
        Auxiliary = new Weights(Auxiliary().Select(t => KeyValuePair.Create(t.Name, HostCopy(t.Value)))),
        Tally = _tally,
        Curve = [.. _curve],
        ConsumedLabels = _plan.Labels?.Consumed.Hashes ?? new Dictionary<(int, int), string>(),
    };

    /// <summary>How the network does on the test split now.</summary>
    public Evaluation Evaluate() => _final ?? Evaluate(Result());

    private Evaluation Evaluate(Weights weights) => Evaluator.Evaluate(_plan, weights, _terms.OfType<ActivationOrder>().FirstOrDefault());

    // What the run is after: the averaged weights where it averages, with a classifier fitted to them where it fits one.
    private Weights Result()
    {
        if (_settled)
        {
            return _student.Snapshot();
        }
        var weights = _average is null ? _student.Snapshot() : _average.Over(_student.Snapshot());
        return _probe is null ? weights : _probe.Fit(weights);
    }

    private void RunEpochs(Func<bool> pause, Action<StepReport>? onStep, CancellationToken cancel)
    {
        while (!Finished && !cancel.IsCancellationRequested)
        {
            var (epoch, firstBatch) = ((int)(Step / _order.StepsPerEpoch), (int)(Step % _order.StepsPerEpoch));
            var batches = _order.Epoch(epoch, firstBatch).ToList();
            using var loader = new BatchLoader(_views, batches.Select(b => new BatchPlan(b.View, b.Samples)));
            using var rendered = loader.Batches(cancel).GetEnumerator();
            foreach (var batch in batches)
            {
                var asked = _time.GetTimestamp();
                if (!rendered.MoveNext())
                {
                    throw new InvalidOperationException($"The loader ended before step {Step + 1}, although its plan goes on.");
                }
                using (var images = rendered.Current)
                {
                    var report = Learn(batch, images, asked, cancel);
                    if (batch.Index == _order.StepsPerEpoch - 1)
                    {
                        report = report with { Accuracy = EndEpoch(epoch, report) };
                    }
                    onStep?.Invoke(report);
                }
                if (Finished || pause())
                {
                    return;
                }
            }
        }
    }

    // The student becomes the result, so that it is what the last checkpoint holds.
    private void Settle(Weights result)
    {
        if (_average is not null || _probe is not null)
        {
            _student.Load(result);
        }
        _settled = true;
    }

    private StepReport Learn(TrainingBatch batch, ImageBatch images, long asked, CancellationToken cancel)
    {
        using var scope = NewDisposeScope();
        var targets = _targets.Of(batch, cancel);
        var waited = _time.GetElapsedTime(asked);
        var output = _student.Forward(PixelTensors.Of(images.Pixels_NHWC, images.Count, _views.Shape), training: true, _taps);
        var pooled_ND = output.Taps_NCHW.ToDictionary(t => t.Key, t => Pooling.OverSpace(t.Value).to(ScalarType.Float32));
        var input = new LossInput { Logits_NK = output.Logits_NK, Pooled_ND = pooled_ND, Targets = targets };

        var epoch = (double)Step / _order.StepsPerEpoch;
        var values = _terms.Select(term => (term.Name, Value: term.Compute(input), Weight: term.WeightAt(epoch))).ToList();
        var loss = values.Select(v => v.Value * v.Weight).Aggregate((sum, value) => sum + value);
        loss.backward();
        var report = Report(batch, loss.ToDouble(), [.. values.Select(v => (v.Name, v.Value.ToDouble()))]) with { Waited = waited };
        GradientClipping.Clip(_parameters, _plan.Training.GradientClip);
        _optimizer.Step(report.LearningRate, Step);
        _average?.Update(Step);

        Step++;
        _tally = _tally.Add(report.Samples, report.Loss, report.Terms);
        return report;
    }

    private StepReport Report(TrainingBatch batch, double loss, IReadOnlyList<(string Name, double Value)> terms) =>
        double.IsFinite(loss)
            ? new StepReport(Step + 1, _plan.Steps, batch.Epoch, batch.Samples.Length, _learningRate.At(Step), loss, terms, null)
            : throw new TrainingException(
                $"The loss is {loss} at step {Step + 1} of {_plan.Steps} ({string.Join(", ", terms.Select(t => $"{t.Name} {t.Value:G4}"))}); lower training.optimizer.lr, set training.gradient_clip, or train with precision: float32.")
            {
                IsDiverged = true,
            };

    private double? EndEpoch(int epoch, StepReport report)
    {
        var evaluates = (epoch + 1) % _plan.Training.EvaluateEvery == 0 || Finished;
        var result = evaluates ? Result() : null;
        var evaluation = result is null ? null : Evaluate(result);
        _curve.Add(new CurvePoint
        {
            Epoch = epoch + 1,
            Step = Step,
            LearningRate = report.LearningRate,
            Loss = _tally.Loss / _tally.Samples,
            Terms = _tally.Means,
            Accuracy = evaluation?.Top1,
            ValidationAccuracy = result is null ? null : Evaluator.ValidationAccuracy(_plan, result),
            TeacherAgreement = evaluation?.TeacherAgreement,
            OrderOverlap = evaluation?.OrderOverlap,
            OrderTau = evaluation?.OrderTau,
            OrderLoss = evaluation?.OrderLoss,
            OrderOverlapSkill = evaluation?.OrderOverlapSkill,
            OrderTauSkill = evaluation?.OrderTauSkill,
        });
        _tally = new EpochTally();
        if (Finished && result is not null)
        {
            Settle(result);
            _final = evaluation;
        }
        return evaluation?.Top1;
    }

    private void Restore(Checkpoint checkpoint)
    {
        Step = checkpoint.Step;
        _tally = checkpoint.Tally;
        _curve.AddRange(checkpoint.Curve);
        _settled = Finished;
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, value) in Auxiliary())
        {
            var saved = checkpoint.Auxiliary[name];
            value.copy_(tensor(saved.Values, saved.Shape));
        }
    }

    private IEnumerable<(string Name, Tensor Value)> Auxiliary() =>
        _optimizer.State.Concat(_average?.State ?? []).Concat(_terms.SelectMany(t => t.Parameters));

    private static HostTensor HostCopy(Tensor value)
    {
        using var scope = NewDisposeScope();
        var copy = value.detach().contiguous();
        return new HostTensor(copy.shape, copy.data<float>().ToArray());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimizer.Dispose();
        _average?.Dispose();
        foreach (var term in _terms)
        {
            term.Dispose();
        }
        _student.Dispose();
    }
}
