namespace Distill.Jobs.Yaml;

/// <summary>Where a setting stands: a file with line and column from 1, or an override, which has neither.</summary>
internal readonly record struct Place(string File, int Line, int Column);
