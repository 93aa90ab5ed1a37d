using Distill.Data;
using Distill.Networks;
using Distill.Onnx;

namespace Distill.Jobs;

/// <summary>A network that is to learn, and what it begins with.</summary>
/// <param name="Network">The network, with as many outputs as the dataset has classes.</param>
/// <param name="Beginning">The tensors that do not begin at random; those of a classifier of other classes are left out.</param>
public sealed record LearningNetwork(Network Network, Weights? Beginning)
{
    /// <summary>Builds or reads the network of a student.</summary>
    /// <param name="student">The student.</param>
    /// <param name="dataset">What it learns.</param>
    /// <param name="folder">What the path of its weights is relative to.</param>
    /// <exception cref="NetworkProblemException">There is no such network, its file is absent or damaged, or they do not fit each other or the images.</exception>
    /// <exception cref="SafetensorsException">Its file is no safetensors file.</exception>
    public static LearningNetwork Of(StudentSpec student, Dataset dataset, string folder)
    {
        if (student.Weights is not { } named)
        {
            return new(Zoo.Create(student.Network!, dataset.Classes.Count, dataset.Train.Shape, student.Width), null);
        }

        var file = Path.GetFullPath(named, Path.GetFullPath(folder));
        return !File.Exists(file) ? throw new NetworkProblemException($"there is no file {file}; correct the path of the student's weights, or take it out to begin at random.")
            : WeightsFormats.Of(file) switch
            {
                WeightsFormat.Onnx => Onnx(student, file, dataset),
                WeightsFormat.TorchScript => throw new NetworkProblemException($"{file} is a TorchScript file, whose network can teach but not learn; export it as ONNX for a student."),
                _ => Safetensors(student, file, dataset),
            };
    }

    private static LearningNetwork Onnx(StudentSpec student, string file, Dataset dataset)
    {
        if (student.Network is { } also)
        {
            throw new NetworkProblemException($"{Path.GetFileName(file)} is an ONNX file and brings its network along, but {also} is named beside it; take network out.");
        }

        var read = OnnxImport.Read(file, dataset.Train.Shape);
        var network = read.Network;
        if (network.Input != dataset.Train.Shape)
        {
            throw new NetworkProblemException($"the student of {Path.GetFileName(file)} takes images of {network.Input}, but those of {dataset.Name} are {dataset.Train.Shape}; export it for that size, or choose another dataset.");
        }

        return Begun(network, read.Weights, dataset);
    }

    private static LearningNetwork Safetensors(StudentSpec student, string file, Dataset dataset)
    {
        var name = student.Network ?? Pretrained.OfFile(file)?.Network
            ?? throw new NetworkProblemException($"{Path.GetFileName(file)} is not in the catalogue, so its network is not known; set network.");
        var (weights, _) = Networks.Safetensors.Read(file);
        return Begun(HeadlessTeacher.Create(name, weights, dataset, student.Width), weights, dataset);
    }

    // A classifier of other classes has nothing to say about these.
    private static LearningNetwork Begun(Network network, Weights weights, Dataset dataset)
    {
        if (network.Classes == dataset.Classes.Count)
        {
            return new(network, weights);
        }

        var fitting = network.WithClasses(dataset.Classes.Count);
        return new(fitting, new Weights(weights.Where(tensor => !tensor.Key.StartsWith($"{fitting.Output}.", StringComparison.Ordinal))));
    }
}
