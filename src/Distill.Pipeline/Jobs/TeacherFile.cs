using Distill.Data;
using Distill.Jobs;
using Distill.Networks;
using Distill.Onnx;

namespace Distill.Pipeline.Jobs;

/// <summary>The teacher that a job file gives with its weights.</summary>
internal static class TeacherFile
{
    /// <summary>The catalogue entry of the job's teacher, by the content of its file; null where it is not in the catalogue.</summary>
    public static PretrainedEntry? EntryOf(JobSpec spec) =>
        spec.Teacher?.Weights is { } path ? Pretrained.OfFile(path) : null;

    /// <summary>How the teacher's pixels were scaled in its training, as the catalogue or its file says; null where nothing does.</summary>
    public static Normalization? NormalizationOf(JobSpec spec) =>
        EntryOf(spec)?.Normalization
        ?? (spec.Teacher?.Weights is { } path && WeightsFormats.Of(path) == WeightsFormat.Onnx ? OnnxImport.NormalizationOf(path) : null);

    /// <summary>Reads network and weights; what only another engine can run is run once, to see what it gives.</summary>
    /// <returns>The teacher, not stored yet.</returns>
    /// <exception cref="NetworkProblemException">The weights do not fit the network, or nothing says which network they are of.</exception>
    public static TeacherModel Load(JobSpec spec, Dataset dataset) => WeightsFormats.Of(spec.Teacher!.Weights!) switch
    {
        WeightsFormat.TorchScript => Foreign(spec.Teacher!.Weights!, dataset),
        WeightsFormat.Onnx => Onnx(spec.Teacher!.Weights!, dataset),
        _ => Safetensors(spec, dataset),
    };

    private static TeacherModel Foreign(string file, Dataset dataset)
    {
        var model = ForeignTeacher.Open(file, dataset);
        return new TeacherModel("", model.Network, new Weights([]), 0, model.File);
    }

    private static TeacherModel Onnx(string file, Dataset dataset)
    {
        try
        {
            var read = OnnxTeacher.Read(file, dataset);
            return new TeacherModel("", read.Network, read.Weights, 0);
        }
        catch (UnknownOperatorException unknown)
        {
            ForeignTeacher.CheckRuntime(file, unknown);
            return Foreign(file, dataset);
        }
    }

    private static TeacherModel Safetensors(JobSpec spec, Dataset dataset)
    {
        var teacher = spec.Teacher!;
        var name = teacher.Network ?? EntryOf(spec)?.Network
            ?? throw new NetworkProblemException($"{teacher.Weights} is not in the catalogue of pretrained networks, so its network is not known; set teacher.network.");
        var (weights, _) = Networks.Safetensors.Read(teacher.Weights!);
        if (teacher.Head == TeacherSpec.NoHead)
        {
            return new TeacherModel("", HeadlessTeacher.Create(name, weights, dataset, teacher.Width), weights, 0);
        }

        var network = Zoo.Create(name, dataset.Classes.Count, dataset.Train.Shape, teacher.Width);
        weights.CheckFit(network);
        return new TeacherModel("", network, weights, 0);
    }
}
