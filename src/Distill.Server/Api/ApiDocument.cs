using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Distill.Server.Api;

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c>, made from the routes themselves.</summary>
internal static class ApiDocument
{
    public const string Name = "v1";

    private const string Bearer = "bearer";

    public static void Configure(OpenApiOptions options) => options.AddDocumentTransformer((document, _, _) =>
    {
        document.Info = new OpenApiInfo
        {
            Title = "Distill",
            Version = "1",
            Description = "Jobs that turn a big vision network and a dataset into small networks: submit, follow, steer, take the students away. Errors are application/problem+json.",
        };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = Bearer, Description = "A token of `distill token create`; a server that only this machine can reach asks for none." },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];
        document.Servers = [];
        return Task.CompletedTask;
    });
}
