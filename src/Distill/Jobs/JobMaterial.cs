using Distill.Data;
using Distill.Networks;

namespace Distill.Jobs;

/// <summary>What a job's settings stand for, opened and found to fit together.</summary>
/// <param name="Dataset">The images.</param>
/// <param name="Students">The networks that learn, in the order of <see cref="JobSpec.Students"/>.</param>
/// <param name="Teacher">The network that labels; <see langword="null"/> in a job without one.</param>
/// <param name="Published">The catalogue's entry of the teacher's weights, if they are in it.</param>
public sealed record JobMaterial(Dataset Dataset, IReadOnlyList<Network> Students, Network? Teacher, PretrainedEntry? Published);
