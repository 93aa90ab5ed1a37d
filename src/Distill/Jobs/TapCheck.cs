using Distill.Jobs.Yaml;
using Distill.Networks;
using Distill.Wording;

namespace Distill.Jobs;

/// <summary>Checks that the layers a job names are in its networks and have as many channels as it asks for.</summary>
internal sealed class TapCheck(JobSpec job, JobPlaces places, ProblemList problems)
{
    /// <summary>Checks against the networks that could be built.</summary>
    public void Check(Network? teacher, IReadOnlyList<Network> students)
    {
        if (teacher is not null)
        {
            CheckRecorded(teacher);
        }

        Check(SettingPath.Root / "loss", job.Loss, teacher, students);
        for (var index = 0; index < job.Students.Count && students.Count == job.Students.Count; index++)
        {
            if (job.Students[index].Loss is { } loss)
            {
                Check(SettingPath.Root / "students" / index / "loss", loss, teacher, [students[index]]);
            }
        }
    }

    private void Check(SettingPath loss, IReadOnlyList<LossSpec> terms, Network? teacher, IReadOnlyList<Network> students)
    {
        for (var term = 0; term < terms.Count; term++)
        {
            var layers = loss / term / "layers";
            if (teacher is not null && terms[term].Layers > teacher.Taps.Count)
            {
                problems.Add(places.Nearest(layers), teacher.Taps.Count == 0
                    ? $"{layers} is {terms[term].Layers}, but {teacher.Name} has no stages; name its layers in taps, or take the term out."
                    : $"{layers} is {terms[term].Layers}, but {teacher.Name} has only {teacher.Taps.Count} stages; make it {teacher.Taps.Count} or less.");
            }

            if (terms[term].Layers is not null && students.FirstOrDefault(student => student.Taps.Count == 0) is { } flat)
            {
                problems.Add(places.Nearest(layers), $"{layers} pairs stages, but {flat.Name} has none; name layers of both networks in taps, or take the term out.");
            }

            for (var index = 0; index < terms[term].Taps.Count; index++)
            {
                var (pair, path) = (terms[term].Taps[index], loss / term / "taps" / index);
                Check(teacher, pair.Teacher, path / "teacher", pair.Prefix, path / "prefix");
                foreach (var student in students.DistinctBy(student => student.Name))
                {
                    Check(student, pair.Student, path / "student");
                }
            }
        }
    }

    private void CheckRecorded(Network teacher)
    {
        var taps = SettingPath.Root / "labels" / "taps";
        if (places.Find(taps) is null)
        {
            return;
        }

        for (var index = 0; index < job.Labels.Taps.Count; index++)
        {
            var tap = job.Labels.Taps[index];
            Check(teacher, tap.Node, taps / index / "node", tap.Prefix, taps / index / "prefix");
        }
    }

    private void Check(Network? network, string? node, SettingPath nodePath, int prefix = 0, SettingPath prefixPath = default)
    {
        if (network is null)
        {
            return;
        }

        if ((node ?? (network.Taps is [.., var last] ? last : null)) is not { } name)
        {
            problems.Add(places.Nearest(nodePath), $"{network.Name} has no stage whose end could be tapped; name a layer.");
            return;
        }

        if (name == Network.Images || !network.Shapes.TryGetValue(name, out var shape))
        {
            var advice = Suggestion.For(name, network.Nodes.Select(known => known.Name));
            problems.Add(places.Nearest(nodePath), $"{network.Name} has no layer \"{name}\"{(advice.Length > 0 ? advice : $"; its stages end at {string.Join(", ", network.Taps)}.")}");
            return;
        }

        // The usual prefix is cut to the layer's channels; one that somebody chose is not cut behind their back.
        var channels = Shapes.Channels(shape);
        if (prefix > channels && places.Find(prefixPath) is { } place)
        {
            problems.Add(place, $"{prefixPath} is {prefix}, but \"{name}\" of {network.Name} has only {channels} channels; make it {channels} or less.");
        }
    }
}
