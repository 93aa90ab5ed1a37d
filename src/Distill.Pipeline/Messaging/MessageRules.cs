using System.Text.RegularExpressions;
using Distill.Jobs;
using Distill.Labels;
using Distill.Pipeline.Jobs;

namespace Distill.Pipeline.Messaging;

/// <summary>What values from the wire must be like before anything is done with them: names become paths in the store.</summary>
internal static partial class MessageRules
{
    private const int Shown = 40;

    /// <summary>Checks the values of a command.</summary>
    /// <exception cref="BadMessageException">One is none that a sound worker sends.</exception>
    public static void Check(IJobMessage message)
    {
        if (message.Job is null || JobNames.Problem(message.Job) is not null)
        {
            throw Bad(message, "its job", message.Job);
        }
        switch (message)
        {
            case TeachChunk teach:
                CheckChunk(message, teach.Fingerprint, teach.View, teach.Chunk);
                break;
            case VerifyChunk verify:
                CheckChunk(message, verify.Fingerprint, verify.View, verify.Chunk);
                Require(message, verify.Sha256 is { } sha256 && Sha256().IsMatch(sha256), "its hash", verify.Sha256);
                Require(message, IsWorker(verify.Worker), "its worker", verify.Worker);
                Require(message, verify.Passes >= 0, "its number of passes", verify.Passes);
                break;
            case TrainSegment train:
                Require(message, train.Run is not null && JobNames.Problem(train.Run) is null, "its run", train.Run);
                Require(message, train.Segment >= 0, "its segment", train.Segment);
                break;
            case FillLabels fill:
                Require(message, fill.Segment >= 0, "its segment", fill.Segment);
                break;
            default:
                break;
        }
    }

    /// <summary>Checks the values of the news that a worker's labels are withdrawn.</summary>
    /// <exception cref="BadMessageException">One is none that a sound worker sends.</exception>
    public static void Check(WorkerQuarantined news)
    {
        Require(news, news.Fingerprint is { } fingerprint && Sha256().IsMatch(fingerprint), "its label set", news.Fingerprint);
        Require(news, IsWorker(news.Worker), "its worker", news.Worker);
    }

    /// <summary>Checks that a job has a view and a chunk.</summary>
    /// <exception cref="BadMessageException">It has not.</exception>
    public static void CheckRange(OpenJob job, LabelSet set, int view, int chunk)
    {
        if (view >= job.Spec.Labels.Views || chunk >= set.ChunksPerView)
        {
            throw new BadMessageException(
                $"A message asks for view {view}, chunk {chunk} of the job {job.Spec.Name}, which has {job.Spec.Labels.Views} views of {set.ChunksPerView} chunks; nothing was done, discard it.");
        }
    }

    private static void CheckChunk(object message, string? fingerprint, int view, int chunk)
    {
        Require(message, fingerprint is not null && Sha256().IsMatch(fingerprint), "its label set", fingerprint);
        Require(message, view >= 0, "its view", view);
        Require(message, chunk >= 0, "its chunk", chunk);
    }

    private static bool IsWorker(string? worker) => worker is not null && Worker().IsMatch(worker);

    private static void Require(object message, bool isSound, string what, object? value)
    {
        if (!isSound)
        {
            throw Bad(message, what, value);
        }
    }

    private static BadMessageException Bad(object message, string what, object? value)
    {
        var text = string.Concat((value?.ToString() ?? "").Take(Shown).Select(letter => char.IsControl(letter) ? ' ' : letter));
        return new($"A message {message.GetType().Name} cannot be meant, because {what} is \"{text}\"; nothing was done, discard it and find out who sent it.");
    }

    [GeneratedRegex(@"^[0-9a-f]{64}\z")]
    private static partial Regex Sha256();

    [GeneratedRegex(@"^[a-z0-9-]{1,64}\z")]
    private static partial Regex Worker();
}
