namespace Distill.Jobs;

/// <summary>One line of a job's progress.</summary>
/// <param name="Name">One word: <c>teacher</c>, <c>check</c>, <c>teach</c>, <c>baseline</c>, <c>learn</c> (in a job with several students: the name of each) or <c>report</c>.</param>
/// <param name="Detail">What is being done right now, for example <c>epoch 36/60</c>; may be empty.</param>
/// <param name="Done">Units of work that are complete.</param>
/// <param name="Total">Units of work in all; 0 while that is not known.</param>
/// <param name="Unit">What a unit is, in the plural and short enough for a rate: <c>img</c>, <c>chunks</c>.</param>
/// <param name="Rate">Units per second of late; <see langword="null"/> where there is nothing to measure.</param>
/// <param name="EtaSeconds">Expected seconds until the stage is complete; <see langword="null"/> while that is not known.</param>
/// <param name="State">Whether the stage waits, runs or has ended.</param>
public sealed record StageProgress(
    string Name, string Detail, long Done, long Total, string Unit, double? Rate, double? EtaSeconds, StageState State);
