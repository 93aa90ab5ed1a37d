namespace Distill.Pipeline.Messaging;

// The protocol. Messages are hints: all of them can be lost, repeated or reordered, because the store holds the truth and
// PrepareJob sends again whatever is missing. ARCHITECTURE.md draws who sends what. None is larger than 4 KB.

/// <summary>To students: brings a job as far as its next work and sends for that. Sent on submission, resumption, and by whoever finds the job stale.</summary>
internal sealed record PrepareJob(string Job) : IJobMessage;

/// <summary>To teachers: settles the job's teacher (gate, calibration) and with it the label set, then sends for the first labels and the students.</summary>
internal sealed record PrepareLabels(string Job) : IJobMessage;

/// <summary>To teachers: labels one chunk, unless the label set already has it.</summary>
internal sealed record TeachChunk(string Job, string Fingerprint, int View, int Chunk) : IJobMessage;

/// <summary>To teachers: teaches a chunk once more and compares it with what <paramref name="Worker"/> has published.</summary>
internal sealed record VerifyChunk(string Job, string Fingerprint, int View, int Chunk, string Sha256, string Worker, int Passes) : IJobMessage;

/// <summary>To students: trains a run on, for a bounded time. Stale where the run's head is at another segment.</summary>
internal sealed record TrainSegment(string Job, string Run, long Segment) : IJobMessage;

/// <summary>To students: sees to it that all labels of a job get into the archive, for a bounded time.</summary>
internal sealed record FillLabels(string Job, long Segment) : IJobMessage;

/// <summary>To students: writes the report once every run of the job is finished.</summary>
internal sealed record FinishJob(string Job) : IJobMessage;

/// <summary>Event: a chunk is in the label log.</summary>
internal sealed record ChunkTaught(string Fingerprint, int View, int Chunk);

/// <summary>Event: a run has moved; sent a few times a second at most.</summary>
internal sealed record RunProgressed(
    string Job, string Run, long Step, long Steps, int Epoch, int Epochs, double SamplesPerSecond, IReadOnlyDictionary<string, double> Metrics);

/// <summary>Event: a worker's labels of a set are withdrawn; the store has the record.</summary>
internal sealed record WorkerQuarantined(string Fingerprint, string Worker);

/// <summary>Event: a job's state in the store has changed.</summary>
internal sealed record JobChanged(string Job, string State, string? Failure);

/// <summary>Event: a job's label set is settled; so many of its chunks were there already.</summary>
internal sealed record LabelsPlanned(string Job, string Fingerprint, int Chunks, int There);
