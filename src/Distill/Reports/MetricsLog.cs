using System.Text.Json;

namespace Distill.Reports;

/// <summary>Writes and reads <c>metrics.jsonl</c>, one JSON object per line, and makes learning curves of it.</summary>
/// <remarks>A line counts once its newline is written, so a file that a killed process left behind reads as far as it is whole.</remarks>
public static class MetricsLog
{
    /// <summary>One line with its newline, ready to be appended.</summary>
    public static string Write(MetricsLine line) => JsonSerializer.Serialize(line, ReportJson.OneLine) + "\n";

    /// <summary>Every whole line of a text; what follows the last newline is a torn write and is left out.</summary>
    /// <param name="text">The content of the file.</param>
    /// <param name="source">The name of the file, for the message of an error.</param>
    /// <exception cref="ReportProblemException">A whole line is not a metrics line.</exception>
    public static IReadOnlyList<MetricsLine> Read(string text, string source)
    {
        var pieces = text.Split('\n');
        var lines = new List<MetricsLine>(pieces.Length - 1);
        for (var number = 1; number < pieces.Length; number++)
        {
            lines.Add(ReadLine(pieces[number - 1], source, number));
        }

        return lines;
    }

    /// <summary>The learning curve of one model: one point per epoch, by rising step.</summary>
    /// <remarks>A resumed run measures some steps again, with equal results; the line that was written last stands.</remarks>
    public static IReadOnlyList<CurvePoint> Curve(IEnumerable<MetricsLine> lines, ModelRole role, int seed, string? student = null) =>
        [.. lines
            .Where(line => line.Student == student && line.Role == role && line.Seed == seed)
            .GroupBy(line => line.Epoch)
            .OrderBy(epoch => epoch.Key)
            .Select(epoch => Point(epoch.OrderBy(line => line.Step).Last()))];

    private static MetricsLine ReadLine(string text, string source, int number)
    {
        try
        {
            return JsonSerializer.Deserialize<MetricsLine>(text, ReportJson.OneLine)
                ?? throw new ReportProblemException($"{source}:{number}  holds null where a measurement should be.");
        }
        catch (JsonException problem)
        {
            throw new ReportProblemException($"{source}:{number}  is not a measurement: {ReportJson.FirstSentence(problem.Message)}.", problem);
        }
    }

    private static CurvePoint Point(MetricsLine line) => new()
    {
        Epoch = line.Epoch,
        Step = line.Step,
        LearningRate = line.LearningRate,
        Loss = line.Loss,
        Terms = line.Terms,
        Accuracy = line.Accuracy,
        TeacherAgreement = line.TeacherAgreement,
        OrderOverlap = line.OrderOverlap,
        OrderTau = line.OrderTau,
        OrderLoss = line.OrderLoss,
        OrderOverlapSkill = line.OrderOverlapSkill,
        OrderTauSkill = line.OrderTauSkill,
    };
}
