namespace Distill.Server.Access;

/// <summary>A token as it is stored: enough to know it again, not enough to use it.</summary>
/// <param name="Id">The first part of the token, by which it is found and revoked.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Right">What it allows.</param>
/// <param name="Sha256">SHA-256 of the whole token, in hex.</param>
/// <param name="Created">When it was made, UTC.</param>
public sealed record TokenRecord(string Id, string Name, Right Right, string Sha256, DateTimeOffset Created);
