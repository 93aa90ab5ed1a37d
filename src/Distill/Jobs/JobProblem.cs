namespace Distill.Jobs;

/// <summary>Something in a job file that a person has to change, in one sentence, with its place.</summary>
/// <param name="File">The file as the user named it, or the override (<c>--set key=value</c>) that brought the value in.</param>
/// <param name="Line">Line, from 1; 0 where the place is the file as a whole or an override.</param>
/// <param name="Column">Column, from 1; 0 like <paramref name="Line"/>.</param>
/// <param name="Text">What is wrong and what to do about it.</param>
public sealed record JobProblem(string File, int Line, int Column, string Text)
{
    /// <summary><c>job.yaml:19:16  loss[1] has no setting "temprature"; did you mean "temperature"?</c></summary>
    public override string ToString() => Line > 0 ? $"{File}:{Line}:{Column}  {Text}" : $"{File}  {Text}";
}
