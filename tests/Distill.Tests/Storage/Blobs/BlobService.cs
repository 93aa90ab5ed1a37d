using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Web;
using System.Xml.Linq;

namespace Distill.Tests.Storage.Blobs;

/// <summary>As much of the blob service's protocol as one container needs, in memory, with faults on demand.</summary>
internal sealed class BlobService : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, byte[]> _blocks = new(StringComparer.Ordinal);
    private int _versions;
    private int _requests;

    /// <summary>What happens to a request instead of, or after, its normal way; by its number, which begins with 1.</summary>
    public Func<int, HttpRequestMessage, Func<Task<HttpResponseMessage>>, CancellationToken, Task<HttpResponseMessage>> Fault { get; set; } =
        (_, _, serve, _) => serve();

    public Dictionary<string, Blob> Blobs { get; } = new(StringComparer.Ordinal);

    public int Requests => _requests;

    /// <summary>The connection string of this service.</summary>
    public const string Address = "AccountName=account;AccountKey=c2VjcmV0LWtleQ==;BlobEndpoint=https://blobs.test;Container=box";

    public static HttpResponseMessage Answer(HttpStatusCode status, string? code = null)
    {
        var answer = new HttpResponseMessage(status) { Content = new ByteArrayContent([]) };
        if (code is not null)
        {
            answer.Headers.Add("x-ms-error-code", code);
        }

        return answer;
    }

    /// <summary>Forgets the blocks that no commit has taken, as another writer's commit does.</summary>
    public void DropBlocks() => _blocks.Clear();

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _requests);
        return Fault(number, request, async () => Serve(request, request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken)), cancellationToken);
    }

    private HttpResponseMessage Serve(HttpRequestMessage request, byte[] body)
    {
        var name = request.RequestUri!.AbsolutePath["/box/".Length..];
        var query = HttpUtility.ParseQueryString(request.RequestUri.Query);
        lock (_lock)
        {
            var answer = (request.Method.Method, query["comp"]) switch
            {
                ("PUT", "block") => Stage(query["blockid"]!, body),
                ("PUT", "blocklist") => Put(request, name, Committed(body)),
                ("PUT", _) => Put(request, name, body),
                _ => Get(request, name),
            };
            answer.RequestMessage = request;
            return answer;
        }
    }

    private HttpResponseMessage Stage(string id, byte[] body)
    {
        _blocks[id] = body;
        return Answer(HttpStatusCode.Created);
    }

    private byte[]? Committed(byte[] list)
    {
        var ids = XDocument.Load(new MemoryStream(list)).Root!.Elements().Select(id => id.Value).ToList();
        return ids.All(_blocks.ContainsKey) ? [.. ids.SelectMany(id => _blocks[id])] : null;
    }

    private HttpResponseMessage Put(HttpRequestMessage request, string name, byte[]? content)
    {
        Blobs.TryGetValue(name, out var old);
        if (request.Headers.IfNoneMatch.Count > 0 && old is not null)
        {
            return Answer(HttpStatusCode.Conflict, "BlobAlreadyExists");
        }

        if (request.Headers.IfMatch.Count > 0 && request.Headers.IfMatch.First().Tag != old?.ETag)
        {
            return Answer(HttpStatusCode.PreconditionFailed, "ConditionNotMet");
        }

        if (content is null)
        {
            return Answer(HttpStatusCode.BadRequest, "InvalidBlockList");
        }

        _blocks.Clear();
        var metadata = request.Headers.Where(header => header.Key.StartsWith("x-ms-meta-", StringComparison.Ordinal)).ToDictionary(header => header.Key, header => header.Value.First());
        Blobs[name] = new Blob(content, $"\"v{++_versions}\"", metadata);
        return WithVersion(Answer(HttpStatusCode.Created), Blobs[name]);
    }

    private HttpResponseMessage Get(HttpRequestMessage request, string name)
    {
        if (!Blobs.TryGetValue(name, out var blob))
        {
            return Answer(HttpStatusCode.NotFound, "BlobNotFound");
        }

        if (request.Headers.IfMatch.Count > 0 && request.Headers.IfMatch.First().Tag != blob.ETag)
        {
            return Answer(HttpStatusCode.PreconditionFailed, "ConditionNotMet");
        }

        var (status, content, range) = (HttpStatusCode.OK, blob.Content, (string?)null);
        if (request.Headers.TryGetValues("x-ms-range", out var asked))
        {
            var ends = asked.First()["bytes=".Length..].Split('-').Select(end => int.Parse(end, CultureInfo.InvariantCulture)).ToArray();
            if (ends[0] >= blob.Content.Length)
            {
                return Answer(HttpStatusCode.RequestedRangeNotSatisfiable, "InvalidRange");
            }

            content = blob.Content[ends[0]..Math.Min(ends[1] + 1, blob.Content.Length)];
            (status, range) = (HttpStatusCode.PartialContent, $"bytes {ends[0]}-{ends[0] + content.Length - 1}/{blob.Content.Length}");
        }

        var answer = WithVersion(Answer(status), blob);
        answer.Content = new ByteArrayContent(content) { Headers = { ContentLength = content.Length } };
        answer.Content.Headers.TryAddWithoutValidation("Content-Range", range);
        foreach (var (key, value) in blob.Metadata)
        {
            answer.Headers.Add(key, value);
        }

        return answer;
    }

    private static HttpResponseMessage WithVersion(HttpResponseMessage answer, Blob blob)
    {
        answer.Headers.TryAddWithoutValidation("ETag", blob.ETag);
        answer.Headers.TryAddWithoutValidation("x-ms-blob-type", "BlockBlob");
        answer.Content.Headers.TryAddWithoutValidation("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
        return answer;
    }

    /// <summary>One stored blob.</summary>
    internal sealed record Blob(byte[] Content, string ETag, Dictionary<string, string> Metadata);
}
