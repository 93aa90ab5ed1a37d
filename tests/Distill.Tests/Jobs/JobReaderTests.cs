using Distill.Jobs;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Jobs;

public sealed class JobReaderTests
{
    private const string Minimal = """
        dataset: digits
        student: dscnn_8_16
        training: { epochs: 3 }
        """;

    [Fact]
    public void Three_lines_are_a_job_and_all_else_has_defaults()
    {
        var job = Read(Minimal);

        Assert.Equal(3, job.Training.Epochs);
        Assert.Equal(128, job.Training.BatchSize);
        Assert.Equal([1], job.Seeds);
        Assert.Null(job.Teacher);
        Assert.Equal(LossSpec.HardLabels, Assert.Single(job.Loss).Kind);
        Assert.False(job.Baseline, "without a teacher there is nothing to compare with");
    }

    [Fact]
    public void One_student_is_called_student_and_those_of_a_list_are_called_after_their_networks()
    {
        var list = Read(Minimal, "students=[MobileNetV2, { name: small, network: resnet8, width: 0.5 }]").Students;

        Assert.Equal("student", Assert.Single(Read(Minimal).Students).Name);
        Assert.Equal([("mobilenetv2", "MobileNetV2", 1), ("small", "resnet8", 0.5)], list.Select(student => (student.Name, student.Network, student.Width)));
    }

    [Fact]
    public void A_list_of_one_that_is_called_student_is_the_same_job_as_without_a_list() => Assert.Equal(
        JobWriter.Content(Read(Minimal)), JobWriter.Content(Read(Minimal, "students=[{ name: student, network: dscnn_8_16 }]")));

    [Fact]
    public void A_teacher_brings_the_usual_recipe_with_it()
    {
        var job = Read(Minimal + "\nteacher: { weights: cifar10_resnet56 }");

        Assert.Equal([(LossSpec.HardLabels, 0.1), (LossSpec.SoftLabels, 0.9)], job.Loss.Select(term => (term.Kind, term.Weight)));
        Assert.True(job.Baseline);
        Assert.Equal([new TapSpec(null, 32)], job.Labels.Taps);
    }

    [Fact]
    public void Labels_record_the_longest_prefix_that_the_loss_asks_of_a_layer()
    {
        var job = Read(Minimal + """

            teacher: { weights: cifar10_resnet56 }
            loss:
              - hard_labels
              - kind: activation_order
                taps: [{ teacher: layer2, student: a, prefix: 8 }, { teacher: layer2, student: b, prefix: 16 }, last]
            """);

        Assert.Equal([new TapSpec("layer2", 16), new TapSpec(null, 32)], job.Labels.Taps);
    }

    [Fact]
    public void Every_job_file_of_the_evidence_can_be_read()
    {
        var files = Directory.GetFiles(Repository.PathOf("jobs", "evidence"), "*.yaml");

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Empty(JobReader.Open(file, []).Problems));
    }

    [Fact]
    public void A_recipe_gives_what_the_file_does_not_state()
    {
        var job = Read("""
            dataset: digits
            student: resnet8
            recipe: patient
            training: { batch_size: 32, optimizer: { kind: adamw } }
            """);

        Assert.Equal((240, 240, 32), (job.Labels.Views, job.Training.Epochs, job.Training.BatchSize));
        Assert.Equal((("adamw", 1e-3), 5.0), ((job.Training.Optimizer.Kind, job.Training.Optimizer.LearningRate), job.Training.Schedule.WarmupEpochs));
        Assert.Equal((12, 4, 0.1), (Read("dataset: digits\nstudent: resnet8\nrecipe: quick\n").Training.Epochs, Read("dataset: digits\nstudent: resnet8\nrecipe: quick\n").Labels.Views, Read("dataset: digits\nstudent: resnet8\nrecipe: quick\n").Training.Optimizer.LearningRate));
    }

    [Fact]
    public void A_sweep_is_a_student_for_each_combination()
    {
        var job = Read(Swept);

        Assert.Equal(["weight-0-5-temperature-2", "weight-0-5-temperature-4", "weight-1-temperature-2", "weight-1-temperature-4"], job.Students.Select(student => student.Name));
        Assert.Equal([(0.5, 2.0), (0.5, 4.0), (1.0, 2.0), (1.0, 4.0)], job.Students.Select(student => (student.Loss![1].Weight, student.Loss[1].Temperature)));
        Assert.All(job.Students, student => Assert.Equal(("cnn_8", 0.5, LossSpec.HardLabels), (student.Network, student.Width, student.Loss![0].Kind)));
        Assert.All(job.Students, student => Assert.Same(job.Students[0], job.BaselineOf(student)));
        Assert.Equal(JobWriter.Content(job), JobWriter.Content(JobReader.Read(JobWriter.Write(job), "job.yaml", []).Job!));
    }

    [Fact]
    public void A_swept_training_has_a_baseline_of_its_own()
    {
        var job = Read(Swept, "sweep={ training.optimizer.lr: [0.1, 0.01] }");

        Assert.Equal([0.1, 0.01], job.Students.Select(student => job.TrainingOf(student).Optimizer.LearningRate));
        Assert.All(job.Students, student => Assert.Same(student, job.BaselineOf(student)));
    }

    private const string Swept = """
        dataset: { kind: digits, validation: 100 }
        teacher: { weights: cifar10_resnet56 }
        student: { network: cnn_8, width: 0.5 }
        loss: [hard_labels, soft_labels]
        training: { epochs: 3 }
        sweep: { loss.1.weight: [0.5, 1], loss.1.temperature: [2, 4] }
        """;

    [Fact]
    public void Defaults_of_an_optimizer_follow_its_kind()
    {
        var sgd = Read(Minimal).Training.Optimizer;
        var adamW = Read(Minimal, "training.optimizer.kind=adamw").Training.Optimizer;

        Assert.Equal((0.1, 0.9, 5e-4), (sgd.LearningRate, sgd.Momentum, sgd.WeightDecay));
        Assert.Equal((1e-3, 0.0, 0.01), (adamW.LearningRate, adamW.Momentum, adamW.WeightDecay));
    }

    [Fact]
    public void A_word_stands_for_the_section_of_its_kind()
    {
        var job = Read("""
            dataset: { kind: cifar10, path: data, augment: [crop, { kind: flip, probability: 0.25 }] }
            student: resnet8
            training: { epochs: 3, schedule: constant }
            """);

        Assert.Equal([new() { Kind = "crop", Probability = 1 }, new AugmentSpec { Kind = "flip", Probability = 0.25 }], job.Dataset.Augment);
        Assert.Equal("constant", job.Training.Schedule.Kind);
    }

    [Theory]
    [InlineData("training.epochs=7", 7)]
    [InlineData(" training.epochs = 7", 7)]
    public void An_override_replaces_a_value(string text, int epochs) => Assert.Equal(epochs, Read(Minimal, text).Training.Epochs);

    [Fact]
    public void Overrides_reach_into_lists_and_make_sections_that_are_missing()
    {
        var job = Read(
            Minimal,
            "teacher.weights=cifar10_resnet56",
            "loss=[hard_labels]",
            "student.width=0.5",
            "loss.1={ kind: soft_labels, weight: 0.5 }",
            "loss.0.weight=2",
            "training.optimizer.lr=5e-3");

        Assert.Equal(("dscnn_8_16", 0.5), (job.Students[0].Network, job.Students[0].Width));
        Assert.Equal([2, 0.5], job.Loss.Select(term => term.Weight));
        Assert.Equal(0.005, job.Training.Optimizer.LearningRate);
    }

    [Fact]
    public void Seed_and_seeds_override_each_other()
    {
        Assert.Equal([4], Read(Minimal + "\nseeds: [1, 2, 3]", "seed=4").Seeds);
        Assert.Equal([1, 2], Read(Minimal + "\nseed: 9", "seeds=[1,2]").Seeds);
    }

    [Fact]
    public void Relative_paths_start_at_the_folder_of_the_job_file() =>
        Assert.Equal("/data/jobs", JobReader.Read(Minimal, "/data/jobs/a.yaml", []).Job!.BaseFolder);

    [Fact]
    public void The_same_content_has_the_same_name_and_another_content_another()
    {
        Assert.Equal(Read(Minimal).Name, Read(Minimal + "\nbaseline: false # as it would be anyway").Name);
        Assert.NotEqual(Read(Minimal).Name, Read(Minimal, "seed=2").Name);
        Assert.Null(JobNames.Problem(Read(Minimal).Name));
    }

    [Fact]
    public void A_bundled_example_is_opened_by_its_name()
    {
        var reading = JobReader.Open("digits", ["training.epochs=1", "training.schedule.warmup_epochs=0"]);

        Assert.Empty(reading.Problems);
        Assert.Equal("digits", reading.Job!.Name);
    }

    [Fact]
    public void The_template_that_init_writes_is_a_valid_job() => Assert.Empty(JobReader.Read(JobExamples.Template, "job.yaml", []).Problems);

    [Fact]
    public void Every_job_file_of_the_repository_is_valid()
    {
        var files = Directory.GetFiles(Repository.PathOf("jobs"), "*.yaml", SearchOption.AllDirectories);

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Empty(JobReader.Open(file, []).Problems));
    }

    private static JobSpec Read(string yaml, params string[] overrides)
    {
        var reading = JobReader.Read(yaml, "job.yaml", overrides);
        Assert.Empty(reading.Problems);
        return reading.Job!;
    }
}
