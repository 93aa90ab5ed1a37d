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
        ?? (spec.Teacher?.Weights is { } path && OnnxTeacher.IsOne(path) ? OnnxImport.NormalizationOf(path) : null);

    /// <summary>Reads network and weights.</summary>
    /// <exception cref="NetworkProblemException">The weights do not fit the network, or nothing says which network they are of.</exception>
    public static (Network Network, Weights Weights) Load(JobSpec spec, Dataset dataset)
    {
        var teacher = spec.Teacher!;
        if (OnnxTeacher.IsOne(teacher.Weights!))
        {
            var read = OnnxTeacher.Read(teacher.Weights!, dataset);
            return (read.Network, read.Weights);
        }

        var name = teacher.Network ?? EntryOf(spec)?.Network
            ?? throw new NetworkProblemException($"{teacher.Weights} is not in the catalogue of pretrained networks, so its network is not known; set teacher.network.");
        var (weights, _) = Safetensors.Read(teacher.Weights!);
        if (teacher.Head == TeacherSpec.NoHead)
        {
            return (HeadlessTeacher.Create(name, weights, dataset, teacher.Width), weights);
        }
        var network = Zoo.Create(name, dataset.Classes.Count, dataset.Train.Shape, teacher.Width);
        weights.CheckFit(network);
        return (network, weights);
    }
}
