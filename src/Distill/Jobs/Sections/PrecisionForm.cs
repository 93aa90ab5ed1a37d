using Distill.Jobs.Forms;
using Distill.Networks;

namespace Distill.Jobs.Sections;

/// <summary>How a job file says what is computed with, and what other tools call the same.</summary>
internal static class PrecisionForm
{
    /// <summary>One of some names.</summary>
    public static ChoiceForm Of(params string[] choices) => new(choices)
    {
        KnownElsewhere = new Dictionary<string, string> { ["bf16"] = PrecisionNames.BFloat16, ["fp32"] = PrecisionNames.Float32 },
    };
}
