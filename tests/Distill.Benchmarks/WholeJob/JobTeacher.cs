using Distill.Benchmarks.Table;
using Distill.Networks;

namespace Distill.Benchmarks.WholeJob;

/// <summary>The teacher of a measured job.</summary>
/// <param name="Name">Its network, here and in Peers/networks.py.</param>
/// <param name="Weights">Its safetensors file.</param>
/// <param name="Script">Its TorchScript file, or <c>random</c>.</param>
internal sealed record JobTeacher(string Name, string Weights, string Script)
{
    private const string Random = "random";
    private const float Small = 0.1f;

    /// <summary>Whether it knows anything, so that accuracies can be compared.</summary>
    public bool IsTrained => Script != Random;

    /// <summary>One that has learnt nothing, for times alone. Its residual branches begin small, so that its logits stay within float16.</summary>
    public static JobTeacher Untrained(string network, string folder)
    {
        var graph = Zoo.Create(network, 10, RandomImages.Shape);
        var weights = Initialization.Create(graph, seed: 1);
        var calm = new Weights(weights.Select(tensor => tensor.Key.EndsWith("bn2.weight", StringComparison.Ordinal)
            ? KeyValuePair.Create(tensor.Key, new HostTensor(tensor.Value.Shape, Array.ConvertAll(tensor.Value.Values, _ => Small)))
            : tensor));
        var file = Path.Combine(folder, $"{network}.safetensors");
        using var stream = File.Create(file);
        Safetensors.Write(stream, calm, new Dictionary<string, string>());
        return new JobTeacher(network, file, Random);
    }
}
