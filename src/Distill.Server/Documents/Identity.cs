using Distill.Server.Access;

namespace Distill.Server.Documents;

/// <summary>Who asks, as the server knows them.</summary>
/// <param name="Name">The token's name; <c>local</c> where the server asks for none.</param>
/// <param name="Right">What it allows.</param>
/// <param name="AsksForToken">Whether the server asks for one.</param>
/// <param name="Version">The program's version.</param>
internal sealed record Identity(string Name, Right Right, bool AsksForToken, string Version);
