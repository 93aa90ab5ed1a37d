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
                About = "a safetensors file, relative to the job file, or a name of the catalogue",
                Clear = t => t with { Weights = null },
                KnownElsewhereAs = ["checkpoint", "ckpt", "path", "file", "pretrained"],
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
            switch (reading.States("weights"), reading.States("training"))
            {
                case (true, true):
                    reading.Problem("training", $"{path} has weights and training; keep weights for a finished teacher, or training to make one first.");
                    break;
                case (false, false):
                    reading.Problem("network", $"{path} needs \"weights\" (a safetensors file, or a name of the catalogue) or \"training\" (to make it first).");
                    break;
                case (false, true) when !reading.States("network"):
                    reading.Problem("training", $"{path} is to be trained but has no \"network\"; name one, such as network: resnet20.");
                    break;
            }
        },
    };
}
