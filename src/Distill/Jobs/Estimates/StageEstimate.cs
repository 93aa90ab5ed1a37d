namespace Distill.Jobs.Estimates;

/// <summary>What one stage of a job takes.</summary>
/// <param name="Name">The stage, as progress calls it: teacher, check, teach, learn or baseline.</param>
/// <param name="Detail">What there is to do: <c>3 x 16 epochs</c>.</param>
/// <param name="Macs">Multiply-accumulates; a training step counts three times its forward pass.</param>
/// <param name="Seconds">Expected time at the assumed <see cref="Throughput"/>.</param>
public sealed record StageEstimate(string Name, string Detail, double Macs, double Seconds);
