namespace Distill.Cli.Machines;

/// <summary>A Debian package that Distill needs.</summary>
/// <param name="Name">The package's name.</param>
/// <param name="Purpose">What Distill does with it.</param>
internal sealed record DebianPackage(string Name, string Purpose);
