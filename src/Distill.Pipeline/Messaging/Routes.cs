using Distill.Tensors;

namespace Distill.Pipeline.Messaging;

/// <summary>Kinds of machines: those of one kind compute the same bits, whatever precision and number of threads a job asks for.</summary>
internal static class Routes
{
    /// <summary>Work that any machine may do: it computes nothing, or its job says <c>numerics: any</c>.</summary>
    public const string Any = "any";

    /// <summary>The kind of this machine; loads libtorch.</summary>
    public static string Here() => NumericEnvironment.Current("any", threads: 0).Digest;
}
