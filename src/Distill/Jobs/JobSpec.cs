using Distill.Exports;
using Distill.Quantization;

namespace Distill.Jobs;

/// <summary>
/// What one job does, complete and checked: every setting has its value, defaults included. Read from a job file by
/// <c>JobReader</c>, written back in full by <c>JobWriter</c>.
/// </summary>
public sealed record JobSpec
{
    /// <summary>
    /// Name of the job, a DNS label (it becomes a folder, a blob prefix and a Kubernetes label). A job file without one
    /// gets a name that follows from its content, so the same file is the same job.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>
    /// Every student is trained once per seed; the seed decides its initialisation and the order of its later passes. Default:
    /// <c>[1]</c>. Views and labels follow <see cref="LabelsSpec.Seed"/>, so all students share one label set.
    /// </summary>
    public IReadOnlyList<int> Seeds { get; init; } = [1];

    /// <summary>The images that the teacher labels and the student learns from.</summary>
    public required DatasetSpec Dataset { get; init; }

    /// <summary>The network that labels the dataset; <see langword="null"/> makes the job plain training.</summary>
    public TeacherSpec? Teacher { get; init; }

    /// <summary>How the teacher labels; without a teacher only its views and seed matter.</summary>
    public LabelsSpec Labels { get; init; } = new();

    /// <summary>
    /// The networks that learn, all from the same labels. One that a job file gives as <c>student</c> is called
    /// <see cref="StudentSpec.Only"/>; those of <c>students</c> have names of their own, which decide those of their runs (<see cref="RunNames"/>).
    /// </summary>
    public required IReadOnlyList<StudentSpec> Students { get; init; }

    /// <summary>The terms of the loss, a weighted sum. Default: one term, <c>hard_labels</c>.</summary>
    public IReadOnlyList<LossSpec> Loss { get; init; } = [new() { Kind = LossSpec.HardLabels }];

    /// <summary>How long and with which optimizer the student, and its baseline, train.</summary>
    public required TrainingSpec Training { get; init; }

    /// <summary>
    /// Whether the same student is also trained alone, on the true labels with the same budget, so that the report can
    /// say whether the teacher helped. Default: true. Without a teacher there is nothing to compare with, and it is off.
    /// </summary>
    public bool Baseline { get; init; } = true;

    /// <summary>Forms in which the finished student is stored, of <see cref="ExportForms.All"/>. Default: <c>[safetensors]</c>, which is always there.</summary>
    public IReadOnlyList<string> Export { get; init; } = [ExportForms.Safetensors];

    /// <summary>The processor that <c>onnx-int8</c> is laid out for, of <see cref="QuantizationTargets.Names"/>. Default: <c>x86</c>.</summary>
    public string Target { get; init; } = QuantizationTargets.Names[0];

    /// <summary>Whether exported ONNX files take bytes as they come from a camera and scale them themselves. Default: <see langword="false"/>.</summary>
    public bool EmbedPreprocessing { get; init; }

    /// <summary>
    /// <c>exact</c> (default): only workers whose arithmetic gives the same bits take part, so that the job can be
    /// repeated to the byte. <c>any</c>: every worker may; students follow from the recorded labels, the labels do not
    /// follow from the teacher alone.
    /// </summary>
    public string Numerics { get; init; } = "exact";

    /// <summary>The terms of the losses of all students.</summary>
    public IEnumerable<LossSpec> Losses => Students.SelectMany(LossOf).Distinct();

    /// <summary>Whether the job has one student that goes without a name, as <c>student</c> in a job file gives it.</summary>
    public bool HasOneStudent => Students is [{ Name: StudentSpec.Only }];

    /// <summary>Folder of the job file, against which relative paths are resolved. Not part of the file.</summary>
    public string BaseFolder { get; init; } = ".";

    /// <summary>
    /// One more folder in which published weights are looked for by name, as <c>NAME.safetensors</c>; <see langword="null"/> for none.
    /// Not part of the file.
    /// </summary>
    public string? ModelsFolder { get; init; }

    /// <summary>The loss of one of the job's students: its own, or else the job's.</summary>
    public IReadOnlyList<LossSpec> LossOf(StudentSpec student) => student.Loss ?? Loss;

    /// <summary>The training of one of the job's students: its own, or else the job's.</summary>
    public TrainingSpec TrainingOf(StudentSpec student) => student.Training ?? Training;

    /// <summary>
    /// The student whose baseline serves another one, too: the first with the same network and training, for a baseline knows of no loss.
    /// </summary>
    public StudentSpec BaselineOf(StudentSpec student) => Students.First(other =>
        (other.Network, other.Weights, other.Width) == (student.Network, student.Weights, student.Width) && Equals(TrainingOf(other), TrainingOf(student)));

    /// <summary>The same job with paths that mean the same from every folder; a teacher of the catalogue gets its file.</summary>
    public JobSpec WithAbsolutePaths() => this with
    {
        Dataset = Dataset with { Path = Dataset.Path is { } path ? Path.GetFullPath(path, Path.GetFullPath(BaseFolder)) : null },
        Teacher = Teacher is null ? null : Teacher with { Weights = TeacherWeights.Locate(this) },
        Students = [.. Students.Select(student => student.Weights is { } weights ? student with { Weights = Path.GetFullPath(weights, Path.GetFullPath(BaseFolder)) } : student)],
        BaseFolder = Path.GetFullPath(BaseFolder),
    };
}
