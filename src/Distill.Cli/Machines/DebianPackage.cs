namespace Distill.Cli.Machines;

/// <summary>A Debian package that Distill needs.</summary>
/// <param name="Role"><c>build</c> or <c>run</c>.</param>
/// <param name="Name">The package's name.</param>
/// <param name="Purpose">What Distill does with it.</param>
internal sealed record DebianPackage(string Role, string Name, string Purpose);
