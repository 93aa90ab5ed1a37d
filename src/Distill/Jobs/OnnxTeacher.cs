using Distill.Data;
using Distill.Networks;
using Distill.Onnx;

namespace Distill.Jobs;

/// <summary>A teacher that comes as an ONNX file, with its network.</summary>
public static class OnnxTeacher
{
    /// <summary>Reads the teacher and checks that it is one for a dataset.</summary>
    /// <exception cref="UnknownOperatorException">It has a node that a network cannot have.</exception>
    /// <exception cref="NetworkProblemException">The file is no classifier that this program can run, or one of other images or classes.</exception>
    public static OnnxNetwork Read(string file, Dataset dataset)
    {
        var read = OnnxImport.Read(file, dataset.Train.Shape);
        if (read.Network.Classes != dataset.Classes.Count)
        {
            throw WrongClasses(read.Network.Classes, dataset);
        }

        return read.Network.Input == dataset.Train.Shape
            ? read
            : throw new NetworkProblemException($"the teacher takes images of {read.Network.Input}, but those of {dataset.Name} are {dataset.Train.Shape}; export it for that size, or choose another dataset.");
    }

    /// <summary>What is said of a teacher that tells other classes apart than the dataset.</summary>
    internal static NetworkProblemException WrongClasses(long predicted, Dataset dataset) => new(
        $"the teacher predicts {predicted} classes but {dataset.Name} has {dataset.Classes.Count}; choose other weights or another dataset.");
}
