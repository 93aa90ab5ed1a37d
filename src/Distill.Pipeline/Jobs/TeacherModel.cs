using Distill.Networks;

namespace Distill.Pipeline.Jobs;

/// <summary>A network that can teach, as kept in the store under <c>models/</c>.</summary>
/// <param name="Id">Digest of graph and weights; the folder's name.</param>
/// <param name="Network">Its graph.</param>
/// <param name="Weights">Its weights.</param>
/// <param name="Bytes">Size of its weights file.</param>
public sealed record TeacherModel(string Id, Network Network, Weights Weights, long Bytes);
