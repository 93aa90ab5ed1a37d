using Distill.Data;
using Distill.Jobs;
using FsCheck;
using FsCheck.Fluent;

namespace Distill.Tests.Jobs;

/// <summary>Generates jobs that a job file can describe.</summary>
internal static class SomeJobs
{
    public static Arbitrary<JobSpec> Any { get; } = Arb.From(
        from seeds in Gen.Choose(0, 99).ListOf().Select(seeds => seeds.Distinct().ToArray())
        from dataset in Dataset
        from teacher in Gen.OneOf(Gen.Constant<TeacherSpec?>(null), Teacher.Select(teacher => (TeacherSpec?)teacher))
        from labels in Labels
        from network in Gen.Elements("resnet8", "dscnn_8_16", "name with spaces: # and \"quotes\"", "null", "~", "a\nb", "\u2028\u00e9\u0085", " edge ")
        from width in Positive
        from several in Flag
        from loss in Loss
        from method in Method
        from training in Training
        from baseline in Flag
        from numerics in Gen.Elements("exact", "any")
        select new JobSpec
        {
            Name = "some-job",
            Seeds = seeds.Length > 0 ? seeds : [1],
            Dataset = dataset,
            Teacher = teacher,
            Labels = several ? labels with { TopK = null } : labels,
            Students = several ? [new() { Name = "one", Network = network, Width = width, Training = training with { Ema = 0.99 } }, new() { Name = "two", Network = "resnet8", Loss = teacher is null ? null : [method], Head = teacher is null || method.TrainsHead ? StudentSpec.LearnedHead : StudentSpec.ProbeHead }] : [new() { Network = network, Width = width }],
            Loss = teacher is null ? [new() { Kind = LossSpec.HardLabels }] : loss,
            Training = training,
            Baseline = baseline && teacher is not null,
            Numerics = numerics,
        });

    private static Gen<bool> Flag => Gen.Elements(true, false);

    private static Gen<double> Positive => Gen.Elements(1, 0.5, 1e-8, 0.1 + 0.2, 1.0 / 3, 17);

    private static Gen<int> Count => Gen.Choose(1, 500);

    private static Gen<DatasetSpec> Dataset =>
        from kind in Gen.Elements("digits", "idx", "images")
        from limit in Count
        from limited in Flag
        from augment in Gen.Elements(
            new AugmentSpec { Kind = "crop", Amount = 3, Probability = 1 },
            new AugmentSpec { Kind = "flip", Probability = 0.25 },
            new AugmentSpec { Kind = "cutout", Probability = 1 },
            new AugmentSpec { Kind = "cutout", Amount = 8, Probability = 0.5 },
            new AugmentSpec { Kind = "mixup", Amount = 0.3, Probability = 1 },
            new AugmentSpec { Kind = "rotate", Amount = 7.5, Probability = 1 }).ListOf()
        from few in Gen.Elements<int?>(null, 50)
        select new DatasetSpec
        {
            TrainSkip = few,
            Validation = few,
            Labelled = few,
            Unlabelled = kind == "images" && few is not null ? "more" : null,
            Kind = kind,
            Path = kind == "digits" ? null : "../some where/data",
            Size = kind == "images" ? 32 : null,
            TrainLimit = limited ? limit : null,
            Augment = augment,
            Normalization = limited ? new Normalization([0.1f, 0.3333333f], [0.25f, 1e-3f]) : null,
        };

    private static Gen<TeacherSpec> Teacher =>
        from trained in Flag
        from training in Training
        from seed in Count
        from accuracy in Gen.Elements<double?>(null, 0.9)
        select trained
            ? new TeacherSpec { Network = "cnn_8_16", Training = training, Seed = seed, MinimumAccuracy = accuracy }
            : seed == 1
            ? new TeacherSpec { Job = "first", Student = "student-2", Together = ["second"], Shares = [1, 0.5], MinimumAccuracy = accuracy }
            : new TeacherSpec { Weights = "teacher.safetensors", Width = 0.5, MinimumAccuracy = accuracy };

    private static Gen<LabelsSpec> Labels =>
        from views in Count
        from chunk in Count
        from taps in Gen.Elements<IReadOnlyList<TapSpec>>([new(null, 500)], [new("layer1.0", 500, Mask: true), new(null, 500)])
        from top in Gen.Elements<int?>(null, 5)
        from pooled in Gen.Elements<string?>(null, "float16")
        select new LabelsSpec { Pooled = pooled, Views = views, Seed = views, Chunk = chunk, Batch = Math.Min(64, chunk), Slots = views, Taps = [.. taps.DistinctBy(tap => tap.Node)], TopK = top };

    private static Gen<IReadOnlyList<LossSpec>> Loss =>
        from weight in Positive
        from temperature in Positive
        from prefix in Count
        select (IReadOnlyList<LossSpec>)[
            new() { Kind = LossSpec.SoftLabels, Weight = weight, Temperature = temperature },
            new() { Kind = LossSpec.ActivationOrder, Weight = 0, WarmupEpochs = 0.5, Taps = [new() { Student = "layer2", Prefix = prefix, Weight = weight }] }];

    private static Gen<LossSpec> Method =>
        from weight in Positive
        from kind in Gen.Elements(LossSpec.Kinds.ToArray())
        let term = LossSpec.Of(kind) with { Weight = weight }
        select kind switch
        {
            LossSpec.SoftLabels => term with { Standardize = true, Temperature = 2 },
            LossSpec.ActivationOrder => term with { Taps = [], Layers = 3, OnWeight = weight, Control = OrderControls.Set },
            LossSpec.Dkd => term with { Others = weight, Standardize = true },
            LossSpec.Dist => term with { Inter = weight, Intra = 2 },
            LossSpec.Mlkd => term with { Temperatures = [weight] },
            LossSpec.Rkd => term with { Distance = weight, Angle = 0 },
            LossSpec.Crd => term with { Dimensions = 64, Temperature = weight },
            _ => term,
        };

    private static Gen<TrainingSpec> Training =>
        from epochs in Count
        from rate in Positive
        from kind in Gen.Choose(0, 2)
        from clip in Gen.Elements<double?>(null, 5)
        from steps in Gen.Elements<int?>(null, 100)
        select new TrainingSpec
        {
            Epochs = epochs,
            BatchSize = epochs,
            Optimizer = kind == 0
                ? new() { Kind = "adamw", LearningRate = rate, Momentum = 0, WeightDecay = rate, Beta1 = 0.8, Epsilon = 1e-7 }
                : new() { LearningRate = rate, Momentum = 0.8, Nesterov = true, WeightDecay = rate },
            Schedule = kind == 1 ? new() { Kind = "step", Milestones = [1, epochs + 1], Factor = 0.2, WarmupEpochs = 0.25 } : new(),
            GradientClip = clip,
            SegmentSteps = steps,
            LabelSmoothing = 0.1,
        };
}
