using Distill.Jobs;
using Distill.Labels;
using Distill.Networks;

namespace Distill.Learning;

/// <summary>What a job's labels hold of each sample.</summary>
/// <param name="Classes">Logits of the teacher; 0 where it has none.</param>
/// <param name="TopK">How many of the largest logits are kept; null keeps all.</param>
/// <param name="Temperatures">Temperatures at which the logits that are not kept are summed up; 1 where no loss has one.</param>
/// <param name="Taps">Layers whose activation orders are kept.</param>
public sealed record LabelContent(int Classes, int? TopK, IReadOnlyList<double> Temperatures, IReadOnlyList<TapColumn> Taps)
{
    /// <summary>What the losses of a job need of its teacher.</summary>
    /// <exception cref="NetworkProblemException">The teacher has no such layer.</exception>
    public static LabelContent Of(JobSpec job, Network teacher)
    {
        var classes = job.Teacher?.Head == TeacherSpec.NoHead ? 0 : teacher.Classes;
        var topK = job.Labels.TopK ?? (classes > LabelSet.MostClassesInFull ? LabelsSpec.UsualTopK : null);
        var temperatures = job.Losses.Where(term => term.Kind == LossSpec.SoftLabels).Select(term => term.Temperature).Distinct().Order();
        return new(classes, topK, topK is null ? [] : [.. temperatures.DefaultIfEmpty(1)], LayerPairs.Columns(job, teacher));
    }
}
