using Distill.Data;

namespace Distill.Networks;

/// <summary>
/// A network of the zoo for weights that tell other classes apart than the dataset's: its classifier is never asked, or replaced before it
/// learns on.
/// </summary>
public static class HeadlessTeacher
{
    /// <summary>The network that the weights fit, with as many outputs as they have.</summary>
    /// <exception cref="NetworkProblemException">There is no such network, or the weights do not fit it.</exception>
    public static Network Create(string name, Weights weights, Dataset dataset, double width)
    {
        var network = Zoo.Create(name, dataset.Classes.Count, dataset.Train.Shape, width);
        if (weights.ClassesFor(network) is { } classes && classes != network.Classes)
        {
            network = Zoo.Create(name, (int)classes, dataset.Train.Shape, width);
        }

        weights.CheckFit(network);
        return network;
    }
}
