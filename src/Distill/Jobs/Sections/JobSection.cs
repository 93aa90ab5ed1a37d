using System.Text.Json.Nodes;
using Distill.Exports;
using Distill.Jobs.Forms;
using Distill.Jobs.Yaml;
using Distill.Quantization;

namespace Distill.Jobs.Sections;

/// <summary>The settings at the top of a job file.</summary>
internal static class JobSection
{
    /// <summary>Version of the job file's format.</summary>
    private const int Version = 1;

    /// <summary>As many as one teacher's labels are likely to be for, the rows of a sweep included; each is trained with every seed.</summary>
    public const int MostStudents = 16;

    public const string AboutStudent = "the network that learns, such as student: resnet8";

    public static readonly SectionForm<JobSpec> Settings = new(
        _ => new()
        {
            Name = "",
            Dataset = new() { Kind = "" },
            Students = [],
            Training = new() { Epochs = 1 },
        },
        [
            new Key<JobSpec, int>("version", new WholeForm(Version, Version, $"{Version} (the newest format that this program reads)"), _ => Version, (job, _) => job)
            {
                About = "version of this file's format",
            },
            new Key<JobSpec, string>("name", Form.TextThat("a name such as my-first-job", JobNames.Problem), job => job.Name, (job, name) => job with { Name = name })
            {
                About = "name of the job: lower-case letters, digits and hyphens; follows from the content unless stated",
            },
            new Key<JobSpec, string>("recipe", new ShorthandForm("quick, standard or patient", RecipeSchema), _ => "", (job, _) => job)
            {
                About = "a budget with its views, epochs, optimizer and schedule, for whatever of them is not stated: quick, standard or patient",
                IsWritten = _ => false,
                KnownElsewhereAs = ["preset"],
            },
            new Key<JobSpec, string>("sweep", new ShorthandForm("a section such as { loss.0.weight: [0.3, 1, 3] }", SweepSchema), _ => "", (job, _) => job)
            {
                About = "settings of loss and training with the values to try, each combination as a student; the best is chosen by dataset.validation",
                IsWritten = _ => false,
                KnownElsewhereAs = ["grid", "search"],
            },
            new Key<JobSpec, int>("seed", Form.Whole(0), job => job.Seeds[0], (job, seed) => job with { Seeds = [seed] })
            {
                About = "seed of the student's initialisation and order; one student",
                IsWritten = _ => false,
            },
            new Key<JobSpec, IReadOnlyList<int>>("seeds", Form.List(Form.Whole(0), "[1, 2, 3]", least: 1, distinct: true), job => job.Seeds, (job, seeds) => job with { Seeds = seeds })
            {
                About = "one student is trained per seed, and the report gives mean and spread",
            },
            new Key<JobSpec, DatasetSpec>("dataset", DatasetSection.Settings, job => job.Dataset, (job, dataset) => job with { Dataset = dataset })
            {
                About = "the images, such as dataset: digits",
                Required = true,
                KnownElsewhereAs = ["data"],
            },
            new Key<JobSpec, TeacherSpec>("teacher", TeacherSection.Settings, job => job.Teacher, (job, teacher) => job with { Teacher = teacher })
            {
                About = "the network that labels the images; null is plain training",
                Clear = job => job with { Teacher = null },
            },
            new Key<JobSpec, LabelsSpec>("labels", LabelsSection.Settings, job => job.Labels, (job, labels) => job with { Labels = labels })
            {
                About = "what the teacher writes down",
                KnownElsewhereAs = ["soft_labels"],
            },
            new Key<JobSpec, StudentSpec>("student", StudentSection.Settings, job => job.HasOneStudent ? job.Students[0] : null, (job, student) => job with { Students = [student] })
            {
                About = AboutStudent,
                KnownElsewhereAs = ["model", "network"],
                IsWritten = job => job.HasOneStudent,
            },
            new Key<JobSpec, IReadOnlyList<StudentSpec>>("students", Form.List(StudentSection.Item, "[resnet8, { name: wide, network: resnet8, width: 2 }]", least: 1, most: MostStudents), job => job.Students, (job, students) => job with { Students = students })
            {
                About = "several networks that learn from the same labels, instead of student",
                KnownElsewhereAs = ["models", "networks"],
                IsWritten = job => !job.HasOneStudent,
            },
            new Key<JobSpec, IReadOnlyList<LossSpec>>("loss", LossSection.List, job => job.Loss, (job, loss) => job with { Loss = loss })
            {
                About = "terms of the loss, a weighted sum",
                KnownElsewhereAs = ["losses", "criterion"],
            },
            new Key<JobSpec, TrainingSpec>("training", TrainingSection.Settings, job => job.Training, (job, training) => job with { Training = training })
            {
                About = "how long and with which optimizer the student trains, such as training: { epochs: 16 }",
                Required = true,
                KnownElsewhereAs = ["train", "trainer"],
            },
            new Key<JobSpec, bool>("baseline", Form.Flag, job => job.Baseline, (job, baseline) => job with { Baseline = baseline })
            {
                About = "also train the student without the teacher, to say whether it helped",
            },
            new Key<JobSpec, IReadOnlyList<string>>("export", Form.List(Form.Choice([.. ExportForms.All]), "[safetensors, onnx, onnx-int8]", least: 1, distinct: true), job => job.Export, (job, export) => job with { Export = export })
            {
                About = "forms in which the finished student is stored; onnx-int8 computes on bytes",
                KnownElsewhereAs = ["formats", "deploy"],
            },
            new Key<JobSpec, string>("target", Form.Choice([.. QuantizationTargets.Names]), job => job.Target, (job, target) => job with { Target = target })
            {
                About = "processor that onnx-int8 is laid out for",
                KnownElsewhereAs = ["platform"],
                IsWritten = job => job.Target != QuantizationTargets.Names[0],
            },
            new Key<JobSpec, bool>("embed_preprocessing", Form.Flag, job => job.EmbedPreprocessing, (job, embed) => job with { EmbedPreprocessing = embed })
            {
                About = "let exported ONNX files take bytes as they come from a camera, and scale them themselves",
                IsWritten = job => job.EmbedPreprocessing,
            },
            new Key<JobSpec, string>("numerics", Form.Choice("exact", "any"), job => job.Numerics, (job, numerics) => job with { Numerics = numerics })
            {
                About = "exact lets only workers take part whose arithmetic gives the same bits; any lets all",
            },
        ])
    {
        Check = JobRules.Check,
    };

    private static JsonObject RecipeSchema() => new() { ["enum"] = new JsonArray([.. Recipes.Names.Select(name => JsonValue.Create(name))]) };

    private static JsonObject SweepSchema() => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = new JsonObject { ["type"] = "array", ["minItems"] = 1 },
        ["propertyNames"] = new JsonObject { ["pattern"] = @"^(loss|training)\." },
    };
}
