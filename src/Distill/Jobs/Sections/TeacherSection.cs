using Distill.Jobs.Forms;

namespace Distill.Jobs.Sections;

/// <summary>The settings of <c>teacher</c>.</summary>
internal static class TeacherSection
{
    public static readonly SectionForm<TeacherSpec> Settings = new(
        _ => new(),
        [
            new Key<TeacherSpec, string>("network", Form.Text, t => t.Network, (t, network) => t with { Network = network })
            {
                About = "name of the network; null where the weights are in the catalogue, which knows it",
                Clear = t => t with { Network = null },
                KnownElsewhereAs = ["model", "arch", "architecture", "name", "kind"],
            },
            new Key<TeacherSpec, double>("width", Form.NumberBetween(0, 64), t => t.Width, (t, width) => t with { Width = width })
            {
                About = "factor on the network's channel counts",
            },
            new Key<TeacherSpec, string>("weights", Form.Text, t => t.Weights, (t, weights) => t with { Weights = weights })
            {
                About = "a safetensors, ONNX or TorchScript file, relative to the job file, or a name of the catalogue",
                Clear = t => t with { Weights = null },
                KnownElsewhereAs = ["checkpoint", "ckpt", "path", "file", "pretrained"],
            },
            new Key<TeacherSpec, string>("job", Form.TextThat("the name of a finished job", JobNames.Problem), t => t.Job, (t, job) => t with { Job = job })
            {
                About = "name of a finished job of the same store whose student teaches",
                Clear = t => t with { Job = null },
                IsWritten = t => t.Job is not null,
            },
            new Key<TeacherSpec, string>("student", Form.TextThat("the name of a student, such as student-2", JobNames.Problem), t => t.Student, (t, student) => t with { Student = student })
            {
                About = "which of that job's students teaches; the first unless stated",
                Clear = t => t with { Student = null },
                IsWritten = t => t.Student is not null,
                OnlyFor = "a teacher that comes from a job",
                Applies = t => t.Job is not null,
            },
            new Key<TeacherSpec, IReadOnlyList<string>>("together", Form.List(Form.TextThat("the name of a finished job", JobNames.Problem), "[second-job, third-job]", most: 15, distinct: true), t => t.Together, (t, jobs) => t with { Together = jobs })
            {
                About = "further finished jobs whose first students teach together with it; the layers of member n are called mn.NAME",
                IsWritten = t => t.Together.Count > 0,
                OnlyFor = "a teacher that comes from a job",
                Applies = t => t.Job is not null,
                KnownElsewhereAs = ["ensemble", "with", "jobs"],
            },
            new Key<TeacherSpec, IReadOnlyList<double>>("shares", Form.List(Form.NumberBetween(0), "[1, 1, 2]"), t => t.Shares, (t, shares) => t with { Shares = shares })
            {
                About = "how much each of them counts, in their order; all alike unless stated",
                IsWritten = t => t.Shares.Count > 0,
                OnlyFor = "a teacher that comes from a job",
                Applies = t => t.Job is not null,
            },
            new Key<TeacherSpec, string>("weighing", new ChoiceForm([TeacherSpec.ByShares, TeacherSpec.BySureness]) { KnownElsewhere = new Dictionary<string, string> { ["confidence"] = TeacherSpec.BySureness } }, t => t.Weighing, (t, weighing) => t with { Weighing = weighing })
            {
                About = "shares, or sureness to let each of them count by its share times how sure it is of the very image",
                IsWritten = t => t.Weighing != TeacherSpec.ByShares,
                OnlyFor = "a teacher that comes from a job",
                Applies = t => t.Job is not null,
                KnownElsewhereAs = ["weighting"],
            },
            new Key<TeacherSpec, string>("head", new ChoiceForm([TeacherSpec.Classifier, TeacherSpec.NoHead]), t => t.Head, (t, head) => t with { Head = head })
            {
                About = "classifier, or none for a teacher that knows other classes or none: only its activations teach",
                IsWritten = t => t.Head != TeacherSpec.Classifier,
            },
            new Key<TeacherSpec, TrainingSpec>("training", TrainingSection.Settings, t => t.Training, (t, training) => t with { Training = training })
            {
                About = "how the teacher is trained before it labels, instead of weights",
                Clear = t => t with { Training = null },
            },
            new Key<TeacherSpec, int>("seed", Form.Whole(0), t => t.Seed, (t, seed) => t with { Seed = seed })
            {
                About = "seed of the teacher's training",
                OnlyFor = "a teacher that is trained first",
                Applies = t => t.Training is not null,
            },
            new Key<TeacherSpec, double>("minimum_accuracy", Form.Number(0, 1), t => t.MinimumAccuracy, (t, accuracy) => t with { MinimumAccuracy = accuracy })
            {
                About = "smallest accuracy on the test images, 0 to 1, with which the teacher may label",
                Clear = t => t with { MinimumAccuracy = null },
            },
        ])
    {
        Check = reading =>
        {
            var path = reading.Path;
            if (reading.States("job"))
            {
                if (new[] { "weights", "training", "network" }.FirstOrDefault(reading.States) is { } other)
                {
                    reading.Problem(other, $"{path} has job and {other}; keep job for the student of a finished job, or {other} for another teacher.");
                }

                if (reading.Value.Student is null && reading.Value.Together.Contains(reading.Value.Job!))
                {
                    reading.Problem("together", $"{path}.together names {reading.Value.Job} again, which {path}.job names already; give each job once.");
                }

                if (reading.Value.Weighing == TeacherSpec.BySureness && reading.Value.Together.Count == 0)
                {
                    reading.Problem("weighing", $"{path}.weighing weighs several teachers, but there is only {reading.Value.Job}; name others with together, or take it out.");
                }

                if (reading.Value.Shares.Count > 0 && reading.Value.Shares.Count != reading.Value.Together.Count + 1)
                {
                    reading.Problem("shares", $"{path}.shares has {reading.Value.Shares.Count} numbers for {reading.Value.Together.Count + 1} teachers; give one for each, that of {path}.job first.");
                }

                return;
            }

            switch (reading.States("weights"), reading.States("training"))
            {
                case (true, true):
                    reading.Problem("training", $"{path} has weights and training; keep weights for a finished teacher, or training to make one first.");
                    break;
                case (false, false):
                    reading.Problem("network", $"{path} needs \"weights\" (a safetensors, ONNX or TorchScript file, or a name of the catalogue), \"job\" (a finished one, whose student teaches) or \"training\" (to make it first).");
                    break;
                case (false, true) when !reading.States("network"):
                    reading.Problem("training", $"{path} is to be trained but has no \"network\"; name one, such as network: resnet20.");
                    break;
            }
        },
    };
}
