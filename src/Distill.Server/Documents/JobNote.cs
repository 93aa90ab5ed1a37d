using Distill.Pipeline.Jobs;

namespace Distill.Server.Documents;

/// <summary>Something that happened to a job.</summary>
/// <param name="Id">Its name, unique within the job; ids order by time.</param>
/// <param name="Time">When, on the clock of who wrote it.</param>
/// <param name="Kind">What it was, in one word.</param>
/// <param name="Worker">Who wrote it.</param>
/// <param name="Run">The run that it is about; null where it is about the job.</param>
/// <param name="Sentence">What it was, in one sentence.</param>
/// <param name="Data">Figures that go with it.</param>
internal sealed record JobNote(string Id, DateTimeOffset Time, string Kind, string Worker, string? Run, string Sentence, IReadOnlyDictionary<string, string>? Data)
{
    public static JobNote Of(string id, JobEvent happened) => new(id, happened.Time, happened.Kind, happened.Worker, happened.Run, happened.Sentence, happened.Data);
}
