namespace Distill.Pipeline.Messaging;

// The protocol. Messages are hints: all of them can be lost, repeated or reordered, because the store holds the truth and
// PrepareJob sends again whatever is missing. ARCHITECTURE.md draws who sends what. None is larger than 4 KB.

/// <summary>Brings a job as far as its next work and sends for that. Sent on submission, resumption and when a trained teacher is there.</summary>
internal sealed record PrepareJob(string Job);

/// <summary>Labels one chunk, unless the label set already has it.</summary>
internal sealed record TeachChunk(string Job, string Fingerprint, int View, int Chunk);

/// <summary>Trains a run on from a step, for a bounded time. Stale where the run's head is at another step.</summary>
internal sealed record TrainSegment(string Job, string Run, long Step);

/// <summary>Writes the report once every run of the job is finished.</summary>
internal sealed record FinishJob(string Job);

/// <summary>Event: a chunk is in the label log.</summary>
internal sealed record ChunkTaught(string Fingerprint, int View, int Chunk);

/// <summary>Event: a run has moved; sent a few times a second at most.</summary>
internal sealed record RunProgressed(
    string Job, string Run, long Step, long Steps, int Epoch, int Epochs, double SamplesPerSecond, IReadOnlyDictionary<string, double> Metrics);

/// <summary>Event: a job's state in the store has changed.</summary>
internal sealed record JobChanged(string Job, string State, string? Failure);

/// <summary>Event: a job's label set is settled; so many of its chunks were there already.</summary>
internal sealed record LabelsPlanned(string Job, string Fingerprint, int Chunks, int There);
