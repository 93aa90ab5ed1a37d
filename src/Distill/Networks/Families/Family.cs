using System.Globalization;
using System.Text.RegularExpressions;

namespace Distill.Networks;

/// <summary>Networks whose names follow one pattern.</summary>
internal sealed class Family
{
    private readonly Regex _name;
    private readonly Func<NetworkPlan, int[], Network> _build;

    /// <param name="pattern">A name with <c>#</c> for each number; <c>...</c> at the end allows more of them.</param>
    /// <param name="members">The well-known names among them.</param>
    /// <param name="build">Takes the plan and the numbers in the name.</param>
    public Family(string pattern, IReadOnlyList<string> members, Func<NetworkPlan, int[], Network> build)
    {
        (Pattern, Members, _build) = (pattern, members, build);
        var expression = Regex.Escape(pattern).Replace(@"\#", @"(?<number>[1-9]\d{0,5})").Replace(@"\.\.\.", @"(?:_(?<number>[1-9]\d{0,5})){0,99}");
        _name = new Regex($"^{expression}$", RegexOptions.CultureInvariant);
    }

    public string Pattern { get; }

    public IReadOnlyList<string> Members { get; }

    /// <summary>The network of this name, or null where the name is not of this family.</summary>
    public Network? TryBuild(NetworkPlan plan) =>
        _name.Match(plan.Name) is { Success: true } match
            ? _build(plan, [.. match.Groups["number"].Captures.Select(number => int.Parse(number.Value, CultureInfo.InvariantCulture))])
            : null;
}
