using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Distill.Server;

/// <summary>How the server answers: JSON in snake_case without nulls, and everything with an ETag, so that who has it already is told so in one line.</summary>
internal static class Answers
{
    private static readonly JsonSerializerOptions s_json = Configure(new JsonSerializerOptions());

    public static IResult Json<T>(T value, int status = StatusCodes.Status200OK) => new Content(Line(value), "application/json; charset=utf-8", "no-cache, private", status);

    /// <summary>A file of the program itself, which a browser asks for again each time whether it is still the same.</summary>
    public static IResult File(byte[] content, string type) => new Content(content, type, "no-cache", StatusCodes.Status200OK);

    public static IResult Problem(int status, string detail) => Results.Problem(detail, statusCode: status);

    public static IResult Absent(string detail) => Problem(StatusCodes.Status404NotFound, detail);

    public static byte[] Line<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, s_json);

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.DictionaryKeyPolicy = null;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower));
        return options;
    }

    private sealed class Content(byte[] content, string type, string caching, int status) : IResult
    {
        private readonly string _etag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12))}\"";

        public async Task ExecuteAsync(HttpContext context)
        {
            var response = context.Response;
            response.Headers.ETag = _etag;
            response.Headers.CacheControl = caching;
            if (status == StatusCodes.Status200OK && HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.IfNoneMatch.ToString().Contains(_etag, StringComparison.Ordinal))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }

            response.StatusCode = status;
            response.ContentType = type;
            response.ContentLength = content.Length;
            await response.Body.WriteAsync(content, context.RequestAborted);
        }
    }
}
