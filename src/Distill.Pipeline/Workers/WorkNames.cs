using System.Globalization;
using Distill.Pipeline.Messaging;

namespace Distill.Pipeline.Workers;

/// <summary>What a worker does with a message, for people.</summary>
internal static class WorkNames
{
    public static string Of(IJobMessage message) => message switch
    {
        PrepareJob => "prepares the job",
        PrepareLabels => "settles the teacher",
        TeachChunk teach => string.Create(CultureInfo.InvariantCulture, $"teaches view {teach.View}, chunk {teach.Chunk}"),
        VerifyChunk verify => string.Create(CultureInfo.InvariantCulture, $"checks view {verify.View}, chunk {verify.Chunk}"),
        TrainSegment train => $"trains {train.Run}",
        FillLabels => "collects labels",
        FinishJob => "writes the report",
        _ => message.GetType().Name,
    };
}
