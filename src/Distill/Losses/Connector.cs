using Distill.Randomness;
using static TorchSharp.torch;

namespace Distill.Losses;

/// <summary>
/// The linear map <c>u = W g + b</c> from a student's pooled feature (D channels) to scores for the teacher's C channels. It absorbs
/// that the two networks' channels have no common order, is trained with the student, and is dropped at export.
/// </summary>
public sealed class Connector
{
    private const ulong InitialisationStream = 0x436f_6e6e_6563_7400;
    private readonly string _prefix;

    /// <summary>Creates a connector with PyTorch's default initialisation of a linear layer, uniform in ±1/√D.</summary>
    /// <param name="pair">The layers that it connects.</param>
    /// <param name="index">Place of the pair in its term; keeps names and initial values of several connectors apart.</param>
    /// <param name="seed">The student's seed.</param>
    /// <param name="name">Word before the names of its parameters; none for the connectors of activation orders.</param>
    public Connector(TapPair pair, int index, ulong seed, string name = "")
    {
        Pair = pair;
        _prefix = name.Length > 0 ? $"{name}.connector.{index}" : $"connector.{index}";
        var bound = 1 / Math.Sqrt(pair.StudentChannels);
        var values = new float[pair.TeacherChannels * (pair.StudentChannels + 1)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)(bound * (2 * CounterRandom.Uniform(seed, InitialisationStream + (ulong)index, (ulong)i) - 1));
        }
        var weights = pair.TeacherChannels * pair.StudentChannels;
        Weight_CD = tensor(values[..weights], [pair.TeacherChannels, pair.StudentChannels], requires_grad: true).DetachFromDisposeScope();
        Bias_C = tensor(values[weights..], requires_grad: true).DetachFromDisposeScope();
    }

    /// <summary>The layers that it connects.</summary>
    public TapPair Pair { get; }

    /// <summary>W of <c>u = W g + b</c>.</summary>
    public Tensor Weight_CD { get; }

    /// <summary>b of <c>u = W g + b</c>.</summary>
    public Tensor Bias_C { get; }

    /// <summary>Both parameters with the names under which a checkpoint keeps them.</summary>
    public IReadOnlyList<(string Name, Tensor Value)> Parameters =>
        [($"{_prefix}.weight", Weight_CD), ($"{_prefix}.bias", Bias_C)];

    /// <summary>The scores u for pooled features g.</summary>
    public Tensor Scores(Tensor pooled_ND) => nn.functional.linear(pooled_ND, Weight_CD, Bias_C);
}
