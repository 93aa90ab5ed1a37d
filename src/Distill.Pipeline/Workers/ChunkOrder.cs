using Distill.Labels;
using Distill.Pipeline.Jobs;

namespace Distill.Pipeline.Workers;

/// <summary>A chunk to teach.</summary>
/// <param name="Record">The job that it is for.</param>
/// <param name="Job">That job, opened.</param>
/// <param name="Model">Its teacher.</param>
/// <param name="Set">Its label set.</param>
/// <param name="View">The view.</param>
/// <param name="Chunk">The chunk.</param>
internal sealed record ChunkOrder(JobRecord Record, OpenJob Job, TeacherModel Model, LabelSet Set, int View, int Chunk);
