using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Distill.Jobs;

namespace Distill.Reports;

/// <summary>Writes and reads <c>report.json</c>: snake_case keys in the order of <see cref="JobReport"/>'s members, two spaces, one final newline.</summary>
public static class ReportJson
{
    internal static readonly JsonSerializerOptions Indented = Options(indented: true);

    internal static readonly JsonSerializerOptions OneLine = Options(indented: false);

    /// <summary>The report as JSON text; equal reports give equal text.</summary>
    public static string Write(JobReport report) => JsonSerializer.Serialize(report, Indented) + "\n";

    /// <summary>What a student asks of a device, as the JSON text of <c>low-power.json</c>.</summary>
    public static string Write(LowPowerReport report) => JsonSerializer.Serialize(report, Indented) + "\n";

    /// <summary>Reads what <see cref="Write(JobReport)"/> wrote.</summary>
    /// <param name="json">The text.</param>
    /// <param name="source">The name of the file, for the message of an error.</param>
    /// <exception cref="ReportProblemException">The text is no report, lacks a member, has one too many, or is of a newer version.</exception>
    public static JobReport Read(string json, string source)
    {
        try
        {
            var version = JsonSerializer.Deserialize<VersionOnly>(json)?.Version;
            if (version > JobReport.CurrentVersion)
            {
                throw new ReportProblemException($"{source}  is a report of version {version}, and this program reads up to version {JobReport.CurrentVersion}: use a newer program.");
            }

            return JsonSerializer.Deserialize<JobReport>(version == 1 ? FromVersion1(json) : json, Indented) ?? throw new ReportProblemException($"{source}  holds null where a report should be: let the job write it again.");
        }
        catch (JsonException problem)
        {
            throw new ReportProblemException($"{source}:{problem.LineNumber + 1}  is not a report: {FirstSentence(problem.Message)}.", problem);
        }
    }

    // Version 1 knew one student, whose seeds and verdict were those of the job.
    private static string FromVersion1(string json)
    {
        var report = JsonNode.Parse(json)!.AsObject();
        var student = new JsonObject { ["name"] = StudentSpec.Only };
        foreach (var member in new[] { "seeds", "verdict" })
        {
            if (report.Remove(member, out var value))
            {
                student[member] = value;
            }
        }

        report["version"] = JobReport.CurrentVersion;
        report["students"] = new JsonArray(student);
        return report.ToJsonString(Indented);
    }

    /// <summary>The reader's own words without the path and position that follow them.</summary>
    internal static string FirstSentence(string message)
    {
        var end = message.IndexOf(" Path: ", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).TrimEnd('.', ' ');
    }

    private static JsonSerializerOptions Options(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = indented,
        NewLine = "\n",
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,

        // A diverged run has losses that are not numbers, and its report must still be written.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },

        // The text goes to files and terminals, never into a page, so a plus or minus sign may stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private sealed record VersionOnly([property: JsonPropertyName("version")] int Version);
}
