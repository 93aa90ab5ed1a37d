using System.Text;
using Distill.Jobs;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Jobs;

/// <summary>Every sentence that a person may get for a job file. The approved text is their review.</summary>
public sealed class JobProblemTests
{
    private const string Good = """
        dataset: digits
        teacher: { weights: cifar10_resnet56 }
        student: dscnn_8_16
        training: { epochs: 3 }
        """;

    [Fact]
    public void All_problems_of_a_file_are_told_at_once_each_at_its_place() => Verify("jobs.several-problems", ("all at once", """
        name: My Job
        sed: 17
        dataset: { kind: cifar10, augment: [crop, flop] }
        teacher:
          network: resnet56
          weights: a.safetensors
          training:
            epochs: 0
        student:
          model: resnet8
        loss:
          - { kind: hard_labels, weight: -1 }
          - { kind: soft_labels, temprature: 4 }
          - { kind: hard_labels, temperature: 4 }
        training:
          epochs: ten
          batch_size: 128
          batch_size: 64
          optimizer: { kind: adamw, momentum: 0.9 }
        """, []));

    [Fact]
    public void Text_that_is_no_job_file_is_refused_with_its_place() => Verify(
        "jobs.not-a-job-file",
        ("empty", "", []),
        ("only comments", "# nothing\n", []),
        ("a word", "digits", []),
        ("a list", "- a\n- b\n", []),
        ("tab", "dataset: digits\ntraining:\n\tepochs: 3\n", []),
        ("bracket left open", "dataset: { kind: digits\nstudent: resnet8\n", []),
        ("wrong indentation", "dataset: digits\n  student: resnet8\n", []),
        ("quote left open", "name: \"abc\nstudent: resnet8\n", []),
        ("two documents", "dataset: digits\n---\ndataset: digits\n", []),
        ("alias", "training: &t { epochs: 3 }\nteacher: { training: *t }\n", []),
        ("alias of nothing", "training: *t\n", []),
        ("tag", "dataset: !!str digits\n", []),
        ("a list as a name", "? [a, b]\n: 3\n", []),
        ("binary", "\0\u0001\u0002", []),
        ("nested without end", new string('[', 100), []));

    [Fact]
    public void Students_that_cannot_be_told_apart_are_refused() => Verify(
        "jobs.students",
        ("student and students", Good + "\nstudents: [resnet8]\n", []),
        ("neither", "dataset: digits\ntraining: { epochs: 3 }\n", []),
        ("no list", Good, ["students=resnet8"]),
        ("empty list", Good, ["students=[]"]),
        ("no network", Good, ["students=[{ name: small }]"]),
        ("misspelt setting", Good, ["students=[{ name: small, netwerk: cnn_4 }]"]),
        ("name that is none", Good, ["students=[{ name: My Student, network: cnn_4 }]"]),
        ("one name twice", Good, ["students=[{ name: small, network: cnn_4 }, { name: small, network: cnn_8 }]"]),
        ("one network twice without names", Good, ["students=[cnn_4, { network: cnn_4, width: 2 }]"]),
        ("taken name", Good, ["students=[{ name: teacher, network: cnn_4 }, { name: baseline, network: cnn_4 }]"]),
        ("name of a further seed", Good, ["seeds=[1,2]", "students=[{ name: small, network: cnn_4 }, { name: small-2, network: cnn_8 }]"]),
        ("name of a baseline", Good, ["students=[{ name: small, network: cnn_4 }, { name: small-baseline, network: cnn_8 }]"]),
        ("too many", Good, [$"students=[{string.Join(", ", Enumerable.Range(1, 17).Select(channels => $"cnn_{channels}"))}]"]));

    [Fact]
    public void Values_of_the_wrong_form_are_refused_with_what_would_be_right() => Verify(
        "jobs.wrong-values",
        ("nothing but a brace", "{}", []),
        ("empty value", "dataset:\nstudent: resnet8\ntraining:\n  epochs:\n", []),
        ("null where there must be a value", Good, ["training.epochs=null", "student=~"]),
        ("text for a number", Good, ["training.epochs=ten"]),
        ("quoted number", Good, ["training.epochs=\"3\""]),
        ("fraction for a whole number", Good, ["training.epochs=2.5"]),
        ("too large", Good, ["training.epochs=1e9"]),
        ("not finite", Good, ["training.optimizer.lr=.inf", "training.gradient_clip=nan"]),
        ("out of bounds", Good, ["training.optimizer.momentum=1", "training.label_smoothing=-0.1", "teacher.minimum_accuracy=93"]),
        ("yes for true", Good, ["baseline=yes"]),
        ("list for a value", Good, ["training.epochs=[3]"]),
        ("section for a value", Good, ["training.epochs={ of: 3 }"]),
        ("value for a list", Good, ["loss=soft_labels", "seeds=3"]),
        ("value for a section", Good, ["training=16"]),
        ("empty list", Good, ["loss=[]", "seeds=[]"]),
        ("repeated seed", Good, ["seeds=[1, 2, 1]"]),
        ("negative seed", Good, ["seed=-1"]),
        ("newer version", "version: 2\n" + Good, []));

    [Fact]
    public void Unknown_words_bring_the_word_that_was_meant() => Verify(
        "jobs.unknown-words",
        ("misspelt key", Good, ["training.epoch=3"]),
        ("swapped letters", Good, ["tarining.epochs=3"]),
        ("name of another tool", Good, ["training.optimizer.learning_rate=0.1", "student.model=resnet8", "training.schedule.warmup=1"]),
        ("nothing near", Good, ["training.colour=red"]),
        ("unknown at the top", Good, ["colour=red"]),
        ("loss", Good, ["loss=[soft_lables, cross_entropy, kl, charm]"]),
        ("optimizer", Good, ["training.optimizer.kind=adam"]),
        ("optimizer, nothing near", Good, ["training.optimizer.kind=lion"]),
        ("schedule", Good, ["training.schedule=cosin"]),
        ("dataset", Good, ["dataset=cifar-10"]),
        ("augmentation", Good, ["dataset.augment=[mirror]"]),
        ("precision", Good, ["training.precision=bf16"]),
        ("export", Good, ["export=[onx]"]),
        ("numerics", Good, ["numerics=fast"]),
        ("weighing of teachers", Good, ["teacher={ job: first, together: [second], weighing: confidence }"]));

    [Fact]
    public void Settings_that_contradict_each_other_are_refused() => Verify(
        "jobs.contradictions",
        ("seed and seeds", Good + "\nseed: 1\nseeds: [1, 2]\n", []),
        ("labels without a teacher", Good, ["teacher=null", "loss=[soft_labels, activation_order]"]),
        ("teacher that nobody learns from", Good, ["loss=[hard_labels]"]),
        ("baseline without a teacher", Good, ["teacher=null", "baseline=true"]),
        ("a term twice", Good, ["loss=[soft_labels, soft_labels]"]),
        ("no weight anywhere", Good, ["loss=[{ kind: soft_labels, weight: 0 }]"]),
        ("setting of another kind", Good, ["loss=[{ kind: soft_labels, taps: [last] }]", "training.optimizer.beta1=0.8", "training.schedule.factor=0.2"]),
        ("weights and training", Good, ["teacher={ network: resnet20, weights: a.safetensors, training: { epochs: 3 } }"]),
        ("neither weights nor training", Good, ["teacher={ network: resnet20 }"]),
        ("training of nothing", Good, ["teacher={ training: { epochs: 3 } }"]),
        ("seed of a finished teacher", Good, ["teacher.seed=2"]),
        ("warm-up longer than the run", Good, ["training.schedule.warmup_epochs=4"]),
        ("warm-up of a term longer than the run", Good, ["loss=[{ kind: soft_labels, warmup_epochs: 9 }]"]),
        ("step without milestones", Good, ["training.schedule=step"]),
        ("milestones out of order", Good, ["training.schedule={ kind: step, milestones: [2, 1] }"]),
        ("nesterov without momentum", Good, ["training.optimizer={ nesterov: true, momentum: 0 }"]),
        ("dataset without a folder", Good, ["dataset=cifar10"]),
        ("folder for bundled data", Good, ["dataset={ kind: digits, path: here }"]),
        ("a size for images that have one", Good, ["dataset={ kind: idx, path: here, size: 28 }"]),
        ("normalisation that does not match", Good, ["dataset.normalization={ mean: [0.5], std: [0.2, 0.2] }"]),
        ("batch larger than its chunk", Good, ["labels.chunk=32"]),
        ("a layer twice", Good, ["labels.taps=[{ node: last, prefix: 8 }, { node: last, prefix: 16 }]", "loss=[soft_labels]"]),
        ("logits kept for nobody", Good, ["labels.top_k=5", "loss=[hard_labels, activation_order]"]),
        ("all logits and a few of them", Good, ["labels.top_k=5", "loss=[dkd]"]),
        ("nothing that trains the classifier", Good, ["loss=[activation_order]"]),
        ("something that trains a classifier that is fitted", Good, ["student={ network: dscnn_8_16, head: probe }", "loss=[activation_order, hard_labels]"]),
        ("layers and taps", Good, ["loss=[hard_labels, { kind: activation_order, layers: 3, taps: [last] }]"]),
        ("a setting of another method", Good, ["loss=[{ kind: dist, others: 8 }, { kind: dkd, angle: 3 }]"]),
        ("losses of students", Good, ["student=null", "students=[{ network: cnn_8, loss: [soft_labels, soft_labels] }, { name: two, network: cnn_8, loss: [activation_order] }]"]),
        ("a warm-up of a student with a training of its own", Good, ["student=null", "loss=[{ kind: soft_labels, warmup_epochs: 3 }]", "students=[{ network: cnn_8, training: { epochs: 2 } }, { name: long, network: cnn_8, training: { epochs: 9 }, loss: [{ kind: soft_labels, warmup_epochs: 8 }] }]"]),
        ("a job and weights", Good, ["teacher={ job: first, weights: a.safetensors }"]),
        ("one teacher twice", Good, ["teacher={ job: first, together: [second, first, second] }"]),
        ("one teacher to weigh", Good, ["teacher={ job: first, weighing: sureness }"]),
        ("teachers to weigh of no job", Good, ["teacher={ network: resnet20, weights: a.safetensors, weighing: sureness }"]),
        ("shares that do not match", Good, ["teacher={ job: first, together: [second], shares: [1] }"]),
        ("a student of no job", Good, ["teacher={ weights: a.safetensors, student: wide }"]),
        ("logits of a teacher that has none", Good, ["teacher.head=none", "loss=[hard_labels, dkd]"]),
        ("the usual loss and a teacher that has no logits", Good, ["teacher.head=none"]),
        ("the usual loss and a classifier that is fitted", Good, ["student={ network: dscnn_8_16, head: probe }"]),
        ("an early stop by nothing", Good, ["training.early_stop=1"]),
        ("an early stop of the teacher by nothing", Good, ["teacher={ network: resnet20, training: { epochs: 9, early_stop: 3 } }"]),
        ("an early stop that would come too late", Good, ["dataset.validation=10", "training.early_stop=2"]),
        ("an early stop with hardly a look", Good, ["dataset.validation=10", "training.epochs=12", "training.evaluate_every=6", "training.early_stop=2"]),
        ("a job that teaches itself", "name: mine\n" + Good, ["teacher={ job: first, together: [mine] }"]),
        ("a recipe that is none", Good, ["recipe=quik"]),
        ("a sweep that chooses by the test images", Good, ["sweep={ training.batch_size: [32, 64] }"]),
        ("a sweep that holds none out", Good, ["dataset.validation=null", "sweep={ training.batch_size: [32, 64] }"]),
        ("a sweep of something else", Good, ["dataset.validation=10", "sweep={ labels.views: [1, 2] }"]),
        ("a sweep of a loss that is not stated", Good, ["dataset.validation=10", "sweep={ loss.0.weight: [1, 2] }"]),
        ("a sweep of no values", Good, ["dataset.validation=10", "sweep={ training.batch_size: 3 }"]),
        ("a sweep without end", Good, ["dataset.validation=10", "sweep={ training.batch_size: [1, 2, 3, 4, 5], training.epochs: [1, 2, 3, 4] }"]),
        ("a sweep of several students", Good, ["students=[cnn_8]", "dataset.validation=10", "sweep={ training.batch_size: [32, 64] }"]),
        ("a value of a sweep that does not fit", Good, ["dataset.validation=10", "sweep={ training.batch_size: [32, none] }"]),
        ("a layer that is not recorded", Good, ["labels.taps=[layer3]", "loss=[hard_labels, activation_order]"]));

    [Fact]
    public void Overrides_that_lead_nowhere_are_refused() => Verify(
        "jobs.overrides",
        ("no value", Good, ["training.epochs"]),
        ("empty value", Good, ["training.epochs="]),
        ("no key", Good, ["=3"]),
        ("empty key", Good, ["training..epochs=3"]),
        ("below a value", Good, ["training.epochs.first=3"]),
        ("below a section that is a word", Good, ["training.schedule=cosine", "training.schedule.warmup_epochs=1", "training=fast", "training.epochs=3"]),
        ("item that is not there", Good, ["seeds=[1, 2]", "seeds.5=7", "seeds.first=7"]),
        ("broken YAML", Good, ["seeds=[1, 2"]));

    [Fact]
    public void Files_that_cannot_be_read_are_refused()
    {
        var folder = Directory.CreateTempSubdirectory("distill-jobs-").FullName;
        File.WriteAllText(Path.Join(folder, "cifar10.yaml"), Good);
        File.WriteAllBytes(Path.Join(folder, "model.bin"), [0xff, 0xfe, 0x80]);
        File.WriteAllBytes(Path.Join(folder, "large.yaml"), new byte[2 << 20]);

        var said = new[] { "cifar01.yaml", "nowhere/at/all.yaml", "digit", "model.bin", "large.yaml", "." }
            .Select(name => JobReader.Open(name.StartsWith("dig", StringComparison.Ordinal) ? name : Path.Join(folder, name), []))
            .SelectMany(reading => reading.Problems)
            .Select(problem => problem.ToString().Replace(folder, "FOLDER", StringComparison.Ordinal));

        Approved.Verify(string.Join('\n', said), "jobs.unreadable-files");
        Directory.Delete(folder, recursive: true);
    }

    private static void Verify(string name, params (string Title, string Yaml, string[] Overrides)[] cases)
    {
        var text = new StringBuilder();
        foreach (var (title, yaml, overrides) in cases)
        {
            var reading = JobReader.Read(yaml, "job.yaml", overrides);
            Assert.Null(reading.Job);
            Assert.NotEmpty(reading.Problems);
            text.Append("== ").Append(title).Append('\n').AppendJoin('\n', reading.Problems).Append("\n\n");
        }

        Approved.Verify(text.ToString(), name);
    }
}
