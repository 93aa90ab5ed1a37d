using Distill.Data;
using Distill.Engines;
using Distill.Jobs.Yaml;
using Distill.Labels;
using Distill.Learning;
using Distill.Losses;
using Distill.Networks;
using Distill.Onnx;

namespace Distill.Jobs;

/// <summary>
/// Checks a job against the files and networks that it names, so that what cannot work is refused before anything starts:
/// the dataset opens, the networks exist and take its images, the teacher's weights fit and know its classes, the tapped
/// layers are there. Nothing is trained, and no tensor library is loaded.
/// </summary>
public sealed class JobCheck
{
    private static readonly SettingPath s_dataset = SettingPath.Root / "dataset";
    private static readonly SettingPath s_teacher = SettingPath.Root / "teacher";

    private readonly ProblemList _problems = new();
    private readonly JobPlaces _places;
    private readonly JobSpec _job;

    private JobCheck(JobSpec job, JobPlaces places) => (_job, _places) = (job, places);

    /// <summary>Checks the job of a reading; one that has problems already is returned as it is.</summary>
    /// <returns>The reading with <see cref="JobReading.Material"/>, or with problems and without its job.</returns>
    public static JobReading Of(JobReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        if (reading.Job is not { } job)
        {
            return reading;
        }

        var check = new JobCheck(job, reading.Places);
        var material = check.Open();
        return check._problems.Count == 0
            ? reading with { Material = material }
            : reading with { Job = null, Problems = check._problems.InOrder() };
    }

    private JobMaterial? Open()
    {
        var dataset = Try(s_dataset / "path", () => Datasets.Open(_job.Dataset, _job.BaseFolder));
        if (dataset is null)
        {
            return null;
        }

        Try(s_dataset / "augment", () => Augmentations.Parse(_job.Dataset.Augment, dataset.Train.Shape));
        var students = _job.Students.Select((student, index) => Try(OriginOf(index), () => LearningNetwork.Of(student, dataset, _job.BaseFolder))?.Network).OfType<Network>().ToList();
        var (teacher, published) = OpenTeacher(dataset);
        new TapCheck(_job, _places, _problems).Check(teacher, students);
        if (teacher is not null && _problems.Count == 0)
        {
            Try(SettingPath.Root / "loss", () => LayerPairs.Columns(_job, teacher));
        }

        CheckSizes(dataset);
        CheckHeads(students, teacher);
        return students.Count < _job.Students.Count ? null : new JobMaterial(dataset, students, teacher, published);
    }

    private SettingPath OriginOf(int student) =>
        (_job.HasOneStudent ? SettingPath.Root / "student" : SettingPath.Root / "students" / student) / (_job.Students[student].Weights is null ? "network" : "weights");

    private (Network? Network, PretrainedEntry? Published) OpenTeacher(Dataset dataset)
    {
        if (_job.Teacher is not { } spec)
        {
            return (null, null);
        }

        if (spec.Job is not null)
        {
            return (null, null); // Only the store knows it, and whoever prepares the labels asks that.
        }

        if (TeacherWeights.Locate(_job) is not { } file)
        {
            return (Build(s_teacher / "network", spec.Network!, spec.Width, dataset), null);
        }

        if (!File.Exists(file))
        {
            Refuse(s_teacher / "weights", Pretrained.ByName(spec.Weights!) is null
                ? $"there is no file {file}; correct the path, or name weights of the catalogue: {string.Join(", ", Pretrained.All.Select(entry => entry.Name))}."
                : $"{spec.Weights} is in the catalogue, but its file is not here; put {spec.Weights}.safetensors beside the job file, or into a folder \"teachers\" beside it or the dataset.");
            return (null, null);
        }

        var format = WeightsFormat.Safetensors;
        if (!Try(s_teacher / "weights", () => { format = WeightsFormats.Of(file); }))
        {
            return (null, null);
        }

        if (format != WeightsFormat.Safetensors)
        {
            return OpenWhole(spec, file, format, dataset);
        }

        return Try(s_teacher / "weights", () => Safetensors.Read(file)) is { } read ? FitTeacher(spec, file, read.Weights, dataset) : (null, null);
    }

    /// <summary>An ONNX or TorchScript file brings its network along; what only another engine can run is first run by a worker.</summary>
    private (Network? Network, PretrainedEntry? Published) OpenWhole(TeacherSpec spec, string file, WeightsFormat format, Dataset dataset)
    {
        if (spec.Network is { } named)
        {
            var kind = format == WeightsFormat.Onnx ? "an ONNX" : "a TorchScript";
            Refuse(s_teacher / "network", $"teacher.network says {named}, but {Path.GetFileName(file)} is {kind} file and brings its network along; take teacher.network out.");
        }

        Network? network = null;
        var isOpen = Try(s_teacher / "weights", () =>
        {
            if (format == WeightsFormat.TorchScript)
            {
                TorchScriptFile.Read(file);
            }
            else
            {
                network = ReadOnnx(file, dataset);
            }
        });
        if (isOpen && network is null && _job.Labels.Precision != PrecisionNames.Float32)
        {
            Refuse(SettingPath.Root / "labels" / "precision", ForeignTeacher.OnlyFloat32(Path.GetFileName(file)).Message);
        }

        return (network, Pretrained.OfFile(file));
    }

    private static Network? ReadOnnx(string file, Dataset dataset)
    {
        try
        {
            return OnnxTeacher.Read(file, dataset).Network;
        }
        catch (UnknownOperatorException unknown)
        {
            ForeignTeacher.CheckRuntime(file, unknown);
            return null;
        }
    }

    private (Network? Network, PretrainedEntry? Published) FitTeacher(TeacherSpec spec, string file, Weights weights, Dataset dataset)
    {
        var published = Pretrained.OfFile(file);
        if ((spec.Network ?? published?.Network) is not { } name)
        {
            Refuse(s_teacher / "weights", $"{Path.GetFileName(file)} is not in the catalogue, so its network is not known; set teacher.network.");
            return (null, published);
        }

        var path = spec.Network is null ? s_teacher / "weights" : s_teacher / "network";
        if (Build(path, name, spec.Width, dataset) is not { } network)
        {
            return (null, published);
        }

        if (spec.Head == TeacherSpec.NoHead)
        {
            return Try(s_teacher / "weights", () => HeadlessTeacher.Create(name, weights, dataset, spec.Width)) is { } headless ? (headless, published) : (null, published);
        }

        if (weights.ClassesFor(network) is { } classes && classes != dataset.Classes.Count)
        {
            Refuse(s_teacher / "weights", OnnxTeacher.WrongClasses(classes, dataset).Message);
            return (null, published);
        }

        return Try(s_teacher / "weights", () => weights.CheckFit(network)) ? (network, published) : (null, published);
    }

    private void CheckSizes(Dataset dataset)
    {
        if (_job.Labels.TopK >= dataset.Classes.Count)
        {
            Refuse(SettingPath.Root / "labels" / "top_k", $"labels.top_k is {_job.Labels.TopK}, but {dataset.Name} has {dataset.Classes.Count} classes; make it less, or take it out to keep all logits.");
        }

        if (_job.Dataset.Labelled < dataset.Classes.Count)
        {
            Refuse(SettingPath.Root / "dataset" / "labelled", $"dataset.labelled is {_job.Dataset.Labelled}, but {dataset.Name} has {dataset.Classes.Count} classes, so some would have no label at all; give {dataset.Classes.Count} or more.");
        }

        if (dataset.Classes.Count > LabelSet.MostClassesInFull && _job.Losses.FirstOrDefault(term => term.NeedsAllLogits) is { } needy)
        {
            Refuse(SettingPath.Root / "loss", $"{needy.Kind}{(needy.Standardize ? " with standardize" : "")} needs all of the teacher's logits, but of {dataset.Classes.Count} classes only the largest are kept; use soft_labels or activation_order.");
        }
    }

    private void CheckHeads(IReadOnlyList<Network> students, Network? teacher)
    {
        for (var index = 0; index < students.Count && students.Count == _job.Students.Count; index++)
        {
            if (_job.Students[index].Head == StudentSpec.ProbeHead && students[index].Head is null)
            {
                Refuse(OriginOf(index), $"{students[index].Name} does not end in a linear layer, which head: probe could fit; choose another student.");
            }
            else if (_job.Students[index].Head == StudentSpec.ProbeHead && teacher is not null && _problems.Count == 0)
            {
                Try(OriginOf(index), () => ProbedStudent.Check(students[index], _job.LossOf(_job.Students[index]).SelectMany(term => LayerPairs.Of(term, teacher, students[index]))));
            }
        }

        if (teacher is not null && !TeacherHead.IsLinear(teacher) && _job.Losses.Any(term => term.Kind == LossSpec.Srrl))
        {
            Refuse(SettingPath.Root / "loss", $"srrl uses the teacher's classifier, but that of {teacher.Name} is not linear over its last pooled layer; take the term out.");
        }
    }

    private Network? Build(SettingPath path, string name, double width, Dataset dataset) =>
        Try(path, () => Zoo.Create(name, dataset.Classes.Count, dataset.Train.Shape, width));

    private bool Try(SettingPath path, Action action) => Try(path, () =>
    {
        action();
        return this;
    }) is not null;

    private T? Try<T>(SettingPath path, Func<T> action)
        where T : class
    {
        try
        {
            return action();
        }
        catch (Exception problem) when (problem is DataProblemException or NetworkProblemException or SafetensorsException)
        {
            Refuse(path, problem.Message);
            return null;
        }
    }

    private void Refuse(SettingPath path, string text) => _problems.Add(_places.Nearest(path), text);
}
