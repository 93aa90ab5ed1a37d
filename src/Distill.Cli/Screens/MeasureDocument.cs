using Distill.Devices;

namespace Distill.Cli.Screens;

/// <summary>What <c>measure</c> writes for programs.</summary>
/// <param name="Machine">Where it was measured.</param>
/// <param name="Models">The files in the order given.</param>
internal sealed record MeasureDocument(MachineReport Machine, IReadOnlyList<MeasuredModel> Models);
