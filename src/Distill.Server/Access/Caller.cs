namespace Distill.Server.Access;

/// <summary>Who makes a request.</summary>
/// <param name="Name">The name of the token; <c>local</c> where the server asks for none.</param>
/// <param name="Right">What it allows.</param>
internal sealed record Caller(string Name, Right Right)
{
    /// <summary>Whoever uses this machine, where the server listens to nobody else.</summary>
    public static readonly Caller Local = new("local", Right.Admin);
}
