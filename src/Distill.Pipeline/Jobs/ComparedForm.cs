using Distill.Reports;

namespace Distill.Pipeline.Jobs;

/// <summary>One of the forms in which a student is delivered, as a comparison shows it: means over the seeds that have the figure.</summary>
/// <param name="Form">What it is called in the job file: <c>safetensors</c>, <c>onnx</c> or <c>onnx-int8</c>.</param>
/// <param name="Accuracy">Top-1 accuracy, 0 to 1.</param>
/// <param name="Bytes">Size of its file.</param>
/// <param name="Microseconds">Median time of one image on the machine that measured it; null where none did.</param>
/// <param name="Microjoules">What the energy model says that one image costs; null for a form that is not run on devices.</param>
public sealed record ComparedForm(string Form, double Accuracy, double Bytes, double? Microseconds, double? Microjoules)
{
    internal static IReadOnlyList<ComparedForm> Of(StudentReport student) =>
    [
        .. student.Seeds.SelectMany(seed => seed.LowPower?.Forms.Select(form => (Form: form, seed.Student.Final.Top1)) ?? [])
            .GroupBy(of => of.Form.Form, StringComparer.Ordinal)
            .Select(forms => new ComparedForm(
                forms.Key, forms.Average(of => of.Form.Accuracy ?? of.Top1), forms.Average(of => of.Form.Bytes),
                forms.Average(of => of.Form.Microseconds?.P50), forms.Average(of => of.Form.ModelledEnergy?.Total))),
    ];
}
