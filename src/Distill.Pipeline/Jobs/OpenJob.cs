using Distill.Data;
using Distill.Jobs;
using Distill.Networks;
using Distill.Pipeline.Inputs;

namespace Distill.Pipeline.Jobs;

/// <summary>A job with what its settings stand for: opened dataset, built networks, decided numerics.</summary>
public sealed class OpenJob
{
    private readonly Dictionary<string, LearningNetwork> _learning;

    /// <summary>Opens everything that a job names.</summary>
    /// <exception cref="DataProblemException">The dataset cannot be read.</exception>
    /// <exception cref="NetworkProblemException">There is no such network, or it does not fit the images.</exception>
    public OpenJob(JobSpec spec, JobPlan plan)
    {
        Spec = spec;
        Plan = plan;
        Dataset = Datasets.Open(spec.Dataset, spec.BaseFolder);
        Augmentation = Augmentations.Parse(spec.Dataset.Augment, Dataset.Train.Shape);
        _learning = spec.Students.ToDictionary(student => student.Name, student => LearningNetwork.Of(student, Dataset, spec.BaseFolder), StringComparer.Ordinal);
        Students = _learning.ToDictionary(student => student.Key, student => student.Value.Network, StringComparer.Ordinal);
        Normalization = spec.Dataset.Normalization ?? TeacherFile.NormalizationOf(spec) ?? Dataset.Normalization;
        Views = new ViewRenderer(Dataset.Train, Normalization, Augmentation, (ulong)spec.Labels.Seed);
    }

    /// <summary>Opens a job whose files are in the cache, and holds them there.</summary>
    internal OpenJob(PlacedJob placed, JobPlan plan)
        : this(placed.Spec, plan) => Placed = placed;

    /// <summary>The claim on the files in the cache; null where the files are the submitter's own.</summary>
    internal PlacedJob? Placed { get; }

    /// <summary>The job as submitted.</summary>
    public JobSpec Spec { get; }

    /// <summary>What the first worker decided.</summary>
    public JobPlan Plan { get; }

    /// <summary>The opened dataset.</summary>
    public Dataset Dataset { get; }

    /// <summary>Augmentation of the views.</summary>
    public Augmentation Augmentation { get; }

    /// <summary>Normalisation of pixels: the job's, else the pretrained teacher's, else the training split's.</summary>
    public Normalization Normalization { get; }

    /// <summary>The networks that learn, by name.</summary>
    public IReadOnlyDictionary<string, Network> Students { get; }

    /// <summary>What a student does not begin with at random; null where all is drawn.</summary>
    public Weights? BeginningOf(string student) => _learning[student].Beginning;

    /// <summary>Digests of what students begin with, by the student's name.</summary>
    public Dictionary<string, string> Beginnings => _learning.Where(student => student.Value.Beginning is not null)
        .ToDictionary(student => student.Key, student => student.Value.Beginning!.Digest, StringComparer.Ordinal);

    /// <summary>Renders the training images of the job's views.</summary>
    public ViewRenderer Views { get; }
}
