namespace Distill.Networks;

/// <summary>One compiled node: where its inputs are, where its value goes, whose last use it is.</summary>
/// <param name="Kernel">What to run.</param>
/// <param name="Inputs">Slots of the inputs.</param>
/// <param name="Output">Slot of the value.</param>
/// <param name="Released">Slots whose values are freed afterwards.</param>
internal sealed record ExecutionStep(Kernel Kernel, int[] Inputs, int Output, int[] Released);
