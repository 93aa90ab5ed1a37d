using Distill.Devices;

namespace Distill.Cli.Screens;

/// <summary>A model file that <c>measure</c> has timed.</summary>
/// <param name="File">As the user named it.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Microseconds">How long one image takes.</param>
/// <param name="Energy">What one image takes of the machine's energy; null where it has no counter.</param>
internal sealed record MeasuredModel(string File, long Bytes, LatencyFigures Microseconds, MeasuredEnergy? Energy = null);
