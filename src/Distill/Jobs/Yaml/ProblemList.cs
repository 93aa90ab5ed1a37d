namespace Distill.Jobs.Yaml;

/// <summary>Collects what is wrong, so that a person sees all of it at once.</summary>
internal sealed class ProblemList
{
    private readonly List<JobProblem> _problems = [];

    public int Count => _problems.Count;

    public void Add(Place place, string text) => _problems.Add(new JobProblem(place.File, place.Line, place.Column, text));

    /// <summary>All problems in the order of the file; those of overrides come last.</summary>
    public IReadOnlyList<JobProblem> InOrder() =>
        [.. _problems.Distinct().OrderBy(problem => problem.File.StartsWith("--set", StringComparison.Ordinal)).ThenBy(problem => problem.Line).ThenBy(problem => problem.Column)];
}
