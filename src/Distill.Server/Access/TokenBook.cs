using System.Security.Cryptography;
using System.Text;
using Distill.Artifacts;
using Distill.Pipeline.Jobs;

namespace Distill.Server.Access;

/// <summary>
/// The bearer tokens of a store (<c>access/tokens.json</c>), by their hashes. A token is 256 random bits, so a fast hash is enough: there is
/// nothing to guess.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="time">The clock.</param>
public sealed class TokenBook(IArtifactStore store, TimeProvider time)
{
    /// <summary>Where the hashes are kept; never given out.</summary>
    public const string Path = "access/tokens.json";

    private const string Prefix = "distill";
    private const int IdBytes = 5;
    private const int SecretBytes = 32;
    private const int ShortestSecret = 32;
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(5);

    private readonly JobStore _records = new(store);
    private (long Read, IReadOnlyList<TokenRecord> Tokens)? _known;

    /// <summary>Makes a token.</summary>
    /// <returns>The token, which is nowhere kept, and what is.</returns>
    public async Task<(string Token, TokenRecord Record)> CreateAsync(string name, Right right, CancellationToken ct)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        var token = $"{Prefix}_{id}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes))}";
        var record = new TokenRecord(id, name, right, Hash(token), time.GetUtcNow());
        await ChangeAsync(tokens => [.. tokens, record], ct);
        return (token, record);
    }

    /// <summary>Takes a token that was made elsewhere, such as a secret of a cluster. One that is known already stays as it is.</summary>
    /// <exception cref="ArgumentException">It is too short to be one.</exception>
    public Task AdoptAsync(string token, string name, Right right, CancellationToken ct)
    {
        if (token.Length < ShortestSecret || token.Any(char.IsWhiteSpace))
        {
            throw new ArgumentException($"A token has at least {ShortestSecret} characters and no spaces; make one with: openssl rand -hex 32");
        }

        var hash = Hash(token);
        return ChangeAsync(
            tokens => tokens.Any(known => known.Sha256 == hash) ? tokens : [.. tokens, new TokenRecord(hash[..(2 * IdBytes)], name, right, hash, time.GetUtcNow())],
            ct);
    }

    /// <summary>Has a token work no longer, everywhere within a few seconds.</summary>
    /// <returns>False where there is none of that id.</returns>
    public async Task<bool> RevokeAsync(string id, CancellationToken ct)
    {
        var found = false;
        await ChangeAsync(
            tokens =>
            {
                found = tokens.Any(token => token.Id == id);
                return [.. tokens.Where(token => token.Id != id)];
            },
            ct);
        return found;
    }

    /// <summary>All tokens, the oldest first.</summary>
    public async Task<IReadOnlyList<TokenRecord>> ListAsync(CancellationToken ct) => (await ReadAsync(ct))?.Value.Tokens ?? [];

    /// <summary>What is kept of a token that somebody shows; null where it is none of ours.</summary>
    public async Task<TokenRecord?> FindAsync(string token, CancellationToken ct)
    {
        if (_known is not { } known || time.GetElapsedTime(known.Read) > s_fresh)
        {
            _known = known = (time.GetTimestamp(), await ListAsync(ct));
        }

        var shown = Encoding.ASCII.GetBytes(Hash(token));
        return known.Tokens.FirstOrDefault(record => CryptographicOperations.FixedTimeEquals(shown, Encoding.ASCII.GetBytes(record.Sha256)));
    }

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private Task<(TokenFile Value, string ETag)?> ReadAsync(CancellationToken ct) => _records.ReadAsync<TokenFile>(Path, ct);

    private async Task ChangeAsync(Func<IReadOnlyList<TokenRecord>, IReadOnlyList<TokenRecord>> change, CancellationToken ct)
    {
        (TokenFile Value, string ETag)? before;
        do
        {
            before = await ReadAsync(ct);
        }
        while (!await _records.SwapAsync(Path, new TokenFile(1, change(before?.Value.Tokens ?? [])), before?.ETag, ct));
        _known = null;
    }

    private sealed record TokenFile(int Version, IReadOnlyList<TokenRecord> Tokens);
}
