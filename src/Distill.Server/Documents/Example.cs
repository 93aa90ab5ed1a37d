namespace Distill.Server.Documents;

/// <summary>A job file that comes with the program.</summary>
/// <param name="Name">Its name, which <c>distill run</c> takes, too.</param>
/// <param name="Yaml">Its text.</param>
internal sealed record Example(string Name, string Yaml);
