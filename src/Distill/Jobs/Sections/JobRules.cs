using Distill.Jobs.Forms;
using Distill.Jobs.Yaml;

namespace Distill.Jobs.Sections;

/// <summary>What the sections of a job have to agree on.</summary>
internal static class JobRules
{
    public static void Check(SectionReading<JobSpec> reading)
    {
        if (reading.States("seed") && reading.States("seeds"))
        {
            reading.Problem("seeds", "seed and seeds are both given; keep seed for one student, or seeds for several.");
        }

        StudentRules.Check(reading);
        if (reading.States("baseline") && reading.Value is { Baseline: true } && !reading.States("teacher"))
        {
            reading.Problem("baseline", "baseline compares with the student trained alone, but without a teacher every student is; take it out, or add a teacher.");
        }

        CheckTerms(reading);
        CheckTeacherIsUsed(reading);
        CheckLogitsAreUsed(reading);
        if (reading.States("labels"))
        {
            CheckTapsAreRecorded(reading);
        }
    }

    private static void CheckTerms(SectionReading<JobSpec> reading)
    {
        var seen = new HashSet<string>();
        foreach (var (term, path, setting) in Terms(reading))
        {
            if (term.Kind != LossSpec.HardLabels && !reading.States("teacher"))
            {
                reading.Problems.Add(setting.Place, $"{path} is {term.Kind}, which needs a teacher; add a teacher section, or take the term out.");
            }

            if (!seen.Add(term.Kind))
            {
                reading.Problems.Add(setting.Place, $"{path} is {term.Kind} again; give each kind once.");
            }

            if (reading.States("training") && term.WarmupEpochs > reading.Value.Training.Epochs)
            {
                reading.Problems.Add(setting.Place, $"{path} warms up for {term.WarmupEpochs} epochs, but training has only {reading.Value.Training.Epochs}; its weight would never be reached.");
            }
        }

        if (reading.States("loss") && reading.Value.Loss.Count > 0 && reading.Value.Loss.All(term => term.Weight == 0))
        {
            reading.Problem("loss", "every term of the loss has weight 0, so nothing would be learned; give one of them a weight.");
        }
    }

    private static void CheckTeacherIsUsed(SectionReading<JobSpec> reading)
    {
        var terms = Terms(reading).ToArray();
        if (reading.States("teacher") && terms.Length > 0 && terms.All(term => term.Term.Kind == LossSpec.HardLabels))
        {
            reading.Problem("loss", "the job has a teacher, but no term of the loss learns from it; add soft_labels or activation_order, or take the teacher out.");
        }
    }

    private static void CheckTapsAreRecorded(SectionReading<JobSpec> reading)
    {
        if (reading.Section.Find("labels")?.Value is not SectionSetting labels || labels.Find("taps") is null)
        {
            return;
        }

        var recorded = reading.Value.Labels.Taps;
        foreach (var (term, path, setting) in Terms(reading))
        {
            foreach (var pair in term.Taps.Where(pair => !recorded.Any(tap => tap.Node == pair.Teacher && tap.Prefix >= pair.Prefix)))
            {
                var node = pair.Teacher ?? LabelsSection.Last;
                reading.Problems.Add(setting.Place, $"{path} learns {pair.Prefix} channels of {node}, which labels.taps does not record; add {{ node: {node}, prefix: {pair.Prefix} }} there, or take labels.taps out.");
            }
        }
    }

    private static void CheckLogitsAreUsed(SectionReading<JobSpec> reading)
    {
        if (reading.Value.Labels.TopK is not null && reading.States("teacher") && reading.States("loss")
            && reading.Value.Loss.All(term => term.Kind != LossSpec.SoftLabels))
        {
            reading.Problem("labels", "labels.top_k keeps the logits that soft_labels learns from, but the loss has no such term; add the term, or take labels.top_k out.");
        }
    }

    /// <summary>Terms that were read, with their settings in the file.</summary>
    private static IEnumerable<(LossSpec Term, SettingPath Path, Setting Setting)> Terms(SectionReading<JobSpec> reading)
    {
        // Items that could not be read are missing from the record; then positions would not match.
        if (reading.Section.Find("loss")?.Value is not ListSetting list || list.Items.Count != reading.Value.Loss.Count)
        {
            yield break;
        }

        for (var index = 0; index < list.Items.Count; index++)
        {
            var term = reading.Value.Loss[index];
            if (term.Kind is LossSpec.HardLabels or LossSpec.SoftLabels or LossSpec.ActivationOrder)
            {
                yield return (term, SettingPath.Root / "loss" / index, list.Items[index]);
            }
        }
    }
}
