using Distill.Data;
using Distill.Engines;
using Distill.Networks;
using Distill.Onnx;
using Distill.Tensors.Interop.Onnx;

namespace Distill.Jobs;

/// <summary>A teacher that another engine runs as a whole: a TorchScript file, or an ONNX file with operators that a network cannot have.</summary>
public static class ForeignTeacher
{
    /// <summary>Opens the teacher, asks it about two made-up images, and checks that it is one for a dataset.</summary>
    /// <exception cref="NetworkProblemException">The file cannot be run here, or knows other classes.</exception>
    public static ForeignModel Open(string file, Dataset dataset)
    {
        var model = ForeignModel.Open(file, dataset.Train.Shape);
        return model.Network.Classes == dataset.Classes.Count ? model : throw OnnxTeacher.WrongClasses(model.Network.Classes, dataset);
    }

    /// <summary>Checks that an ONNX file that cannot become a network can be left to ONNX Runtime.</summary>
    /// <exception cref="NetworkProblemException">There is no ONNX Runtime on this machine.</exception>
    public static void CheckRuntime(string file, UnknownOperatorException unknown)
    {
        if (!OnnxRuntime.IsPresent)
        {
            throw WithoutRuntime(file, unknown);
        }
    }

    /// <summary>Says that such a teacher cannot label in bfloat16.</summary>
    public static NetworkProblemException OnlyFloat32(string teacher) => new(
        $"labels.precision is bfloat16, but {teacher} is run by another engine, which computes in float32; take labels.precision out.");

    internal static NetworkProblemException WithoutRuntime(string file, UnknownOperatorException unknown) => new(
        $"{file}: node \"{unknown.Node}\" is of operator {unknown.Operator}, which only ONNX Runtime could run, and that is not on this machine; run './distill doctor --fix', or export the network without this operator.");
}
