using Distill.Labels;

namespace Distill.Learning;

/// <summary>What the teacher says about the test split, kept beside the label set so that agreement needs no teacher.</summary>
/// <param name="Logits_NK">Raw logits in the split's order; a class that the labels do not list has the lowest float.</param>
/// <param name="Orders">Activation orders in the split's order, one column per tap.</param>
public sealed record TeacherReference(float[] Logits_NK, IReadOnlyList<OrderColumn> Orders)
{
    /// <summary>The reference that a chunk over the whole test split holds.</summary>
    public static TeacherReference Of(LabelSet set, LabelChunk chunk)
    {
        if (chunk.Top is not { } top)
        {
            return new TeacherReference(Array.ConvertAll(chunk.Logits_NK, logit => (float)logit), chunk.Orders);
        }
        var logits_NK = new float[chunk.Count * set.Classes];
        Array.Fill(logits_NK, float.MinValue);
        for (var i = 0; i < top.Classes_NT.Length; i++)
        {
            logits_NK[i / set.TopK!.Value * set.Classes + top.Classes_NT[i]] = (float)top.Values_NT[i];
        }
        return new TeacherReference(logits_NK, chunk.Orders);
    }
}
