using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Distill.Server;

/// <summary>How the API writes JSON: snake_case, no nulls, with an ETag, so that who has it already is told so in one line.</summary>
internal static class Answers
{
    private static readonly JsonSerializerOptions s_json = Configure(new JsonSerializerOptions());

    public static IResult Json<T>(T value, int status = StatusCodes.Status200OK) => new JsonAnswer(Line(value), status);

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

    private sealed class JsonAnswer(byte[] content, int status) : IResult
    {
        public async Task ExecuteAsync(HttpContext context)
        {
            var etag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12))}\"";
            var response = context.Response;
            response.Headers.ETag = etag;
            response.Headers.CacheControl = "no-cache, private";
            if (status == StatusCodes.Status200OK && HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.IfNoneMatch.ToString().Contains(etag, StringComparison.Ordinal))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }

            response.StatusCode = status;
            response.ContentType = "application/json; charset=utf-8";
            response.ContentLength = content.Length;
            await response.Body.WriteAsync(content, context.RequestAborted);
        }
    }
}
