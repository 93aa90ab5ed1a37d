using Distill.Jobs.Forms;
using Distill.Jobs.Yaml;

namespace Distill.Jobs.Sections;

/// <summary>What the losses of a job, its own and those of its students, have to agree on with the rest of it.</summary>
internal static class LossRules
{
    public static void Check(SectionReading<JobSpec> reading)
    {
        var losses = Losses(reading).ToArray();
        foreach (var loss in losses)
        {
            CheckTerms(reading, loss);
        }

        CheckUsualLoss(reading);
        CheckTeacherIsUsed(reading, losses);
        CheckLogitsAreUsed(reading, losses);
        CheckHeads(reading, losses);
        if (reading.States("labels"))
        {
            CheckTapsAreRecorded(reading, losses);
        }
    }

    private static void CheckTerms(SectionReading<JobSpec> reading, Written loss)
    {
        var seen = new HashSet<string>();
        var epochs = EpochsOf(reading.Value, loss.Student);
        foreach (var (term, path, setting) in loss.Terms)
        {
            if (term.Kind != LossSpec.HardLabels && !reading.States("teacher"))
            {
                reading.Problems.Add(setting.Place, $"{path} is {term.Kind}, which needs a teacher; add a teacher section, or take the term out.");
            }

            if (!seen.Add(term.Kind))
            {
                reading.Problems.Add(setting.Place, $"{path} is {term.Kind} again; give each kind once.");
            }

            if (reading.States("training") && term.WarmupEpochs > epochs)
            {
                reading.Problems.Add(setting.Place, $"{path} warms up for {term.WarmupEpochs} epochs, but training has only {epochs}; its weight would never be reached.");
            }

            if (term.UsesLogits && reading.Value.Teacher?.Head == TeacherSpec.NoHead)
            {
                reading.Problems.Add(setting.Place, $"{path} is {term.Kind}, which learns from logits, but the teacher has head: none; use activation_order, rkd, sp, pkt or crd, or take teacher.head out.");
            }

            if (term.NeedsAllLogits && reading.Value.Labels.TopK is not null)
            {
                reading.Problems.Add(setting.Place, $"{path} is {term.Kind}{(term.Standardize ? " with standardize" : "")}, which needs all of the teacher's logits, but labels.top_k keeps only {reading.Value.Labels.TopK}; take one of both out.");
            }
        }

        if (loss.Terms.Count > 0 && loss.Terms.All(term => term.Term.Weight == 0))
        {
            reading.Problems.Add(loss.Place, $"every term of {loss.Called} has weight 0, so nothing would be learned; give one of them a weight.");
        }
    }

    // The epochs of a student with a loss of its own, or the fewest of those that learn by the job's.
    private static int EpochsOf(JobSpec job, int? student) => student is { } index
        ? job.TrainingOf(job.Students[index]).Epochs
        : job.Students.Where(learner => learner.Loss is null).Select(learner => job.TrainingOf(learner).Epochs).DefaultIfEmpty(job.Training.Epochs).Min();

    // A loss that is not stated is hard_labels, with a teacher soft_labels beside it.
    private static void CheckUsualLoss(SectionReading<JobSpec> reading)
    {
        var students = reading.Value.Students;
        if (reading.States("loss") || (students.Count > 0 && students.All(student => student.Loss is not null)))
        {
            return;
        }

        // Whoever says what the labels hold may want them alone (distill label), and states a loss later.
        if (reading.Value.Teacher?.Head == TeacherSpec.NoHead && !(reading.Section.Find("labels")?.Value is SectionSetting labels && (labels.Find("taps") ?? labels.Find("pooled")) is not null))
        {
            reading.Problem("teacher", "the teacher has head: none, and the job states no loss; the usual one learns from logits, so state one of activation_order, rkd, sp, pkt or crd.");
        }

        if (students.FirstOrDefault(student => student.Loss is null && student.Head == StudentSpec.ProbeHead) is not null)
        {
            reading.Problem(reading.Value.HasOneStudent ? "student" : "students", "a student has head: probe, and the job states no loss; the usual one trains the classifier itself, so state one that does not, such as activation_order.");
        }
    }

    private static void CheckTeacherIsUsed(SectionReading<JobSpec> reading, Written[] losses)
    {
        var terms = losses.SelectMany(loss => loss.Terms).ToArray();
        if (reading.States("teacher") && terms.Length > 0 && terms.All(term => term.Term.Kind == LossSpec.HardLabels))
        {
            reading.Problem("loss", "the job has a teacher, but no term of the loss learns from it; add soft_labels or activation_order, or take the teacher out.");
        }
    }

    private static void CheckTapsAreRecorded(SectionReading<JobSpec> reading, Written[] losses)
    {
        if (reading.Section.Find("labels")?.Value is not SectionSetting labels || labels.Find("taps") is null)
        {
            return;
        }

        var recorded = reading.Value.Labels.Taps;
        foreach (var (term, path, setting) in losses.SelectMany(loss => loss.Terms))
        {
            foreach (var pair in term.Taps.Where(pair => !recorded.Any(tap => tap.Node == pair.Teacher && tap.Prefix >= pair.Prefix)))
            {
                var node = pair.Teacher ?? LabelsSection.Last;
                reading.Problems.Add(setting.Place, $"{path} learns {pair.Prefix} channels of {node}, which labels.taps does not record; add {{ node: {node}, prefix: {pair.Prefix} }} there, or take labels.taps out.");
            }
        }
    }

    private static void CheckLogitsAreUsed(SectionReading<JobSpec> reading, Written[] losses)
    {
        var terms = losses.SelectMany(loss => loss.Terms).ToArray();
        if (reading.Value.Labels.TopK is not null && reading.States("teacher") && terms.Length > 0 && terms.All(term => !term.Term.UsesLogits))
        {
            reading.Problem("labels", "labels.top_k keeps the logits that soft_labels learns from, but the loss has no such term; add the term, or take labels.top_k out.");
        }
    }

    // A classifier is trained by the loss, or fitted at the end, and never both.
    private static void CheckHeads(SectionReading<JobSpec> reading, Written[] losses)
    {
        for (var index = 0; index < reading.Value.Students.Count; index++)
        {
            var student = reading.Value.Students[index];
            if (losses.FirstOrDefault(loss => loss.Student == (student.Loss is null ? null : index)) is not { Terms.Count: > 0 } loss)
            {
                continue;
            }

            var teaching = loss.Terms.FirstOrDefault(term => term.Term.TrainsHead);
            var key = reading.Value.HasOneStudent ? "student" : $"students[{index}]";
            if (student.Head == StudentSpec.ProbeHead && teaching.Term is not null)
            {
                reading.Problems.Add(teaching.Setting.Place, $"{teaching.Path} is {teaching.Term.Kind}, which trains the classifier, but {key} has head: probe, which fits it at the end; take one of both out.");
            }
            else if (student.Head != StudentSpec.ProbeHead && teaching.Term is null)
            {
                reading.Problems.Add(loss.Place, $"no term of {loss.Called} trains the classifier of {key}; add hard_labels or soft_labels, or give {key} head: probe to fit it at the end.");
            }
        }
    }

    /// <summary>The job's loss and those of its students, as far as they stand in the file and could be read.</summary>
    private static IEnumerable<Written> Losses(SectionReading<JobSpec> reading)
    {
        if (reading.Section.Find("loss")?.Value is ListSetting own)
        {
            yield return new(null, SettingPath.Root / "loss", own.Place, Terms(own, SettingPath.Root / "loss", reading.Value.Loss));
        }

        if (reading.Section.Find("students")?.Value is not ListSetting students || students.Items.Count != reading.Value.Students.Count)
        {
            yield break;
        }

        for (var index = 0; index < students.Items.Count; index++)
        {
            if (students.Items[index] is SectionSetting student && student.Find("loss")?.Value is ListSetting loss && reading.Value.Students[index].Loss is { } terms)
            {
                var path = SettingPath.Root / "students" / index / "loss";
                yield return new(index, path, loss.Place, Terms(loss, path, terms));
            }
        }
    }

    // Items that could not be read are missing from the record; then positions would not match.
    private static (LossSpec Term, SettingPath Path, Setting Setting)[] Terms(ListSetting list, SettingPath path, IReadOnlyList<LossSpec> terms) =>
        list.Items.Count != terms.Count
            ? []
            : [.. terms.Index().Where(term => LossSpec.Kinds.Contains(term.Item.Kind)).Select(term => (term.Item, path / term.Index, list.Items[term.Index]))];

    private sealed record Written(int? Student, SettingPath Path, Place Place, IReadOnlyList<(LossSpec Term, SettingPath Path, Setting Setting)> Terms)
    {
        public string Called => Student is null ? "the loss" : Path.ToString();
    }
}
