using Distill.Networks;

namespace Distill.Pipeline.Jobs;

/// <summary>The safetensors file of a trained network. Its bytes follow from the network alone: no job name, no time.</summary>
internal static class ModelFile
{
    public static byte[] Encode(Network network, Weights weights)
    {
        using var bytes = new MemoryStream();
        Safetensors.Write(bytes, weights, new Dictionary<string, string> { ["network"] = network.Name, ["network_digest"] = network.Digest });
        return bytes.ToArray();
    }
}
