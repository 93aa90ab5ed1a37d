using System.Net;
using System.Text;
using Azure.Core.Pipeline;
using Distill.Artifacts;
using Distill.Pipeline.Storage;
using Distill.Pipeline.Storage.Blobs;
using Xunit;

namespace Distill.Tests.Storage.Blobs;

/// <summary>What a store in the cloud does when the service or the way to it fails.</summary>
public sealed class BlobFaultTests : IDisposable
{
    private static readonly BlobPatience s_patience = new();

    private readonly BlobService _service = new();
    private readonly HurriedTime _time = new();
    private readonly HttpClientTransport _transport;
    private readonly IArtifactStore _store;

    public BlobFaultTests()
    {
        _transport = new(_service);
        _store = StoreAddress.Parse(BlobService.Address).Open(_time, s_patience, _transport);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _transport.Dispose();
        _service.Dispose();
    }

    [Fact]
    public async Task Two_refusals_are_outlasted()
    {
        _service.Fault = (number, _, serve, _) => number <= 2 ? Task.FromResult(BlobService.Answer(HttpStatusCode.ServiceUnavailable)) : serve();

        Assert.NotNull(await _store.CreateAsync("a", Bytes("a"), Ct));

        Assert.Equal((3, 2), (_service.Requests, _time.Pauses.Count));
    }

    [Fact]
    public async Task An_outage_ends_with_a_sentence_once_the_patience_is_over()
    {
        _service.Fault = (_, _, _, _) => Task.FromResult(BlobService.Answer(HttpStatusCode.ServiceUnavailable, "ServerBusy"));

        var outage = await Assert.ThrowsAsync<StoreException>(() => _store.WriteAsync("jobs/a/state.json", Bytes("a"), Ct));

        Assert.True(outage.IsTransient);
        Assert.Equal(
            "Cannot write https://blobs.test/box/jobs/a/state.json, because the service has been too busy for 60 seconds; check the network and the state of the storage account.",
            outage.Message);
        Assert.InRange(_time.Elapsed, s_patience.Total, s_patience.Total + s_patience.LongestPause);
        Assert.InRange(_service.Requests, 5, 40);
    }

    [Fact]
    public async Task A_service_that_cannot_be_reached_is_an_outage_too()
    {
        _service.Fault = (_, _, _, _) => throw new HttpRequestException("Connection refused (blobs.test:443)");

        var outage = await Assert.ThrowsAsync<StoreException>(() => _store.ReadAsync("a", Ct));

        Assert.True(outage.IsTransient);
        Assert.Contains("because the service could not be reached for 60 seconds", outage.Message);
    }

    [Fact]
    public async Task The_pause_that_the_service_asks_for_is_kept()
    {
        _service.Fault = (number, _, serve, _) =>
        {
            var answer = BlobService.Answer(HttpStatusCode.TooManyRequests);
            answer.Headers.Add("Retry-After", "7");
            return number == 1 ? Task.FromResult(answer) : serve();
        };

        await _store.WriteAsync("a", Bytes("a"), Ct);

        Assert.Equal([TimeSpan.FromSeconds(7)], _time.Pauses);
    }

    [Fact]
    public async Task A_request_without_an_answer_is_given_up_and_made_again()
    {
        _service.Fault = (number, _, serve, ct) => number == 1 ? HangAsync(ct) : serve();

        await _store.WriteAsync("a", Bytes("a"), Ct);

        Assert.Equal("a", await TextAsync("a"));
        Assert.InRange(_time.Elapsed, s_patience.Attempt, s_patience.Attempt + s_patience.LongestPause);
    }

    [Fact]
    public async Task A_service_that_never_answers_is_an_outage()
    {
        _service.Fault = (_, _, _, ct) => HangAsync(ct);

        var outage = await Assert.ThrowsAsync<StoreException>(() => _store.ReadAsync("a", Ct));

        Assert.True(outage.IsTransient);
        Assert.Contains("because the service has not answered for 60 seconds", outage.Message);
    }

    [Fact]
    public async Task A_cancelled_call_is_no_outage()
    {
        using var cancel = new CancellationTokenSource();
        _service.Fault = async (_, _, serve, ct) =>
        {
            await cancel.CancelAsync();
            ct.ThrowIfCancellationRequested();
            return await serve();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _store.WriteAsync("a", Bytes("a"), cancel.Token));
    }

    [Fact]
    public async Task A_creation_whose_answer_was_lost_is_reported_as_done()
    {
        _service.Fault = (number, _, serve, _) => number == 1 ? LoseAsync(serve) : serve();

        var etag = await _store.CreateAsync("a", Bytes("mine"), Ct);

        Assert.Equal((await _store.ReadAsync("a", Ct))!.ETag, etag);
        Assert.Null(await _store.CreateAsync("a", Bytes("mine"), Ct));
    }

    [Fact]
    public async Task A_replacement_whose_answer_was_lost_is_reported_as_done()
    {
        var old = await _store.CreateAsync("a", Bytes("old"), Ct);
        _service.Fault = (number, _, serve, _) => number == 2 ? LoseAsync(serve) : serve();

        var etag = await _store.ReplaceAsync("a", Bytes("new"), old!, Ct);

        Assert.Equal((await _store.ReadAsync("a", Ct))!.ETag, etag);
        Assert.Null(await _store.ReplaceAsync("a", Bytes("new"), old!, Ct));
    }

    [Fact]
    public async Task Somebody_elses_same_content_stays_a_conflict_after_a_failure()
    {
        await _store.CreateAsync("a", Bytes("same"), Ct);
        _service.Fault = (number, _, serve, _) => number == 2 ? Task.FromResult(BlobService.Answer(HttpStatusCode.InternalServerError)) : serve();

        Assert.Null(await _store.CreateAsync("a", Bytes("same"), Ct));
    }

    [Fact]
    public async Task A_large_write_whose_last_answer_was_lost_is_reported_as_done()
    {
        _service.Fault = (_, request, serve, _) => IsCommit(request) && _service.Blobs.Count == 0 ? LoseAsync(serve) : serve();

        var etag = await _store.CreateAsync("large", new byte[9_000_000], Ct);

        Assert.Equal((await _store.ReadAsync("large", Ct))!.ETag, etag);
    }

    [Fact]
    public async Task Blocks_that_another_writer_has_dropped_are_sent_again()
    {
        var dropped = false;
        _service.Fault = (_, request, serve, _) =>
        {
            if (IsCommit(request) && !dropped)
            {
                dropped = true;
                _service.DropBlocks();
            }

            return serve();
        };

        Assert.NotNull(await _store.CreateAsync("large", new byte[9_000_000], Ct));

        Assert.Equal(9_000_000, (await _store.ReadAsync("large", Ct))!.Content.Length);
    }

    [Fact]
    public async Task An_answer_that_is_cut_off_is_asked_for_again()
    {
        await _store.CreateAsync("a", new byte[3_000_000], Ct);
        _service.Fault = async (number, _, serve, _) =>
        {
            var answer = await serve();
            if (number == 2)
            {
                var length = answer.Content.Headers.ContentLength;
                var whole = await answer.Content.ReadAsByteArrayAsync(Ct);
                answer.Content = new StreamContent(new MemoryStream(whole[..1_000_000]));
                answer.Content.Headers.ContentLength = length;
            }

            return answer;
        };

        Assert.Equal(3_000_000, (await _store.ReadAsync("a", Ct))!.Content.Length);
        Assert.True(_service.Requests > 2);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(9_000_000)]
    public async Task Damaged_content_is_refused_by_name(int length)
    {
        await _store.CreateAsync("models/a", new byte[length], Ct);
        _service.Blobs["models/a"].Content[length - 1] ^= 1;

        var damage = await Assert.ThrowsAsync<StoreException>(() => _store.ReadAsync("models/a", Ct));

        Assert.StartsWith("The blob https://blobs.test/box/models/a is damaged: its SHA-256 is ", damage.Message);
        Assert.False(damage.IsTransient);
        await using var stream = await _store.OpenReadAsync("models/a", Ct);
        Assert.Equal(damage.Message, (await Assert.ThrowsAsync<StoreException>(() => stream!.CopyToAsync(Stream.Null, Ct))).Message);
    }

    [Fact]
    public async Task Content_that_is_replaced_in_mid_reading_is_read_anew()
    {
        await _store.CreateAsync("a", new byte[9_000_000], Ct);
        var written = _service.Requests;
        _service.Fault = async (number, _, serve, _) =>
        {
            var answer = await serve();
            if (number == written + 1)
            {
                await _store.WriteAsync("a", Bytes("new"), Ct);
            }

            return answer;
        };

        Assert.Equal("new", await TextAsync("a"));
    }

    [Fact]
    public async Task A_stream_never_mixes_two_contents()
    {
        await _store.CreateAsync("a", new byte[9_000_000], Ct);
        await using var stream = await _store.OpenReadAsync("a", Ct);
        await stream!.ReadExactlyAsync(new byte[10], Ct);
        await _store.WriteAsync("a", new byte[9_000_000], Ct);

        stream.Position = 8_000_000;
        var moved = await Assert.ThrowsAsync<StoreException>(async () => await stream.ReadExactlyAsync(new byte[10], Ct));

        Assert.Equal("Cannot read on in https://blobs.test/box/a, because it has been replaced or deleted meanwhile; open it again.", moved.Message);
    }

    [Fact]
    public async Task Reading_here_and_there_fetches_little_and_reading_on_fetches_more_at_a_time()
    {
        await _store.CreateAsync("a", new byte[16 << 20], Ct);
        await using var stream = await _store.OpenReadAsync("a", Ct);
        var sizes = new List<long?>();
        _service.Fault = async (_, _, serve, _) =>
        {
            var answer = await serve();
            sizes.Add(answer.Content.Headers.ContentLength);
            return answer;
        };

        foreach (var position in new[] { 8 << 20, 1 << 20 })
        {
            stream!.Position = position;
            await stream.ReadExactlyAsync(new byte[1000], Ct);
        }
        await stream!.ReadExactlyAsync(new byte[6 << 20], Ct);

        Assert.Equal([256 << 10, 256 << 10, 4 << 20, (6 << 20) - (256 << 10) + 1000 - (4 << 20)], sizes);
    }

    [Fact]
    public async Task Refused_credentials_are_told_at_once_and_without_them()
    {
        _service.Fault = (_, _, _, _) => Task.FromResult(BlobService.Answer(HttpStatusCode.Forbidden, "AuthenticationFailed"));

        var refusal = await Assert.ThrowsAsync<StoreException>(() => _store.ReadAsync("a", Ct));

        Assert.Equal(
            "Cannot read https://blobs.test/box/a, because the service refuses these credentials; check the key, the signature with its expiry and permissions, or the role of this identity.",
            refusal.Message);
        Assert.Equal((false, 1), (refusal.IsTransient, _service.Requests));
    }

    private static bool IsCommit(HttpRequestMessage request) => request.RequestUri!.Query.Contains("comp=blocklist", StringComparison.Ordinal);

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static async Task<HttpResponseMessage> LoseAsync(Func<Task<HttpResponseMessage>> serve)
    {
        await serve();
        throw new HttpRequestException("The connection was reset.", new IOException("reset"));
    }

    private async Task<string> TextAsync(string path) => Encoding.UTF8.GetString((await _store.ReadAsync(path, Ct))!.Content.Span);

    private async Task<HttpResponseMessage> HangAsync(CancellationToken ct)
    {
        _time.Advance(s_patience.Attempt);
        return await new TaskCompletionSource<HttpResponseMessage>().Task.WaitAsync(ct);
    }
}
