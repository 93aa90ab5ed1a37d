using System.Text.Json.Serialization;

namespace Distill.Pipeline.Inputs;

/// <summary>What of a job's files is in the store (<c>jobs/NAME/inputs.json</c>), so that workers on other machines find them.</summary>
/// <param name="Dataset">Id of the dataset's files; null where the program brings the dataset along.</param>
/// <param name="Teacher">Id of the teacher's weights; null where the job names no file of weights.</param>
public sealed record JobInputs(string? Dataset, string? Teacher)
{
    /// <summary>Ids of the weights that students begin with, by the student's name; null where all begin at random.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Students { get; init; }

    /// <summary>All ids.</summary>
    [JsonIgnore]
    public IEnumerable<string> All => new[] { Dataset, Teacher }.OfType<string>().Concat(Students?.Values ?? []);

    /// <summary>Part of a job's content, by which it is known again: jobs without weights for students keep theirs for ever.</summary>
    public override string ToString() =>
        $"JobInputs {{ Dataset = {Dataset}, Teacher = {Teacher}{string.Concat((Students ?? new Dictionary<string, string>()).OrderBy(student => student.Key, StringComparer.Ordinal).Select(student => $", {student.Key} = {student.Value}"))} }}";
}
