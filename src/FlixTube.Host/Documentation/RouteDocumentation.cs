using Microsoft.OpenApi;

namespace FlixTube.Host.Documentation;

/// <summary>Says in the OpenAPI document what the routes read from the request by themselves.</summary>
internal static class RouteDocumentation
{
    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder route, string name, string description) =>
        route.WithParameter(name, ParameterLocation.Query, description);

    public static RouteHandlerBuilder WithHeader(this RouteHandlerBuilder route, string name, string description) =>
        route.WithParameter(name, ParameterLocation.Header, description);

    public static RouteHandlerBuilder WithPatchBody(this RouteHandlerBuilder route) =>
        route.AddOpenApiOperationTransformer(static (operation, _, _) =>
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Description = "The fields to change; null takes one away. The duration is in seconds.",
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    ["application/merge-patch+json"] = new()
                    {
                        Schema = new OpenApiSchema
                        {
                            Type = JsonSchemaType.Object,
                            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
                            {
                                ["title"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null },
                                ["description"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null },
                                ["duration"] = new OpenApiSchema { Type = JsonSchemaType.Number | JsonSchemaType.Null },
                                ["tags"] = new OpenApiSchema
                                {
                                    Type = JsonSchemaType.Array | JsonSchemaType.Null,
                                    Items = new OpenApiSchema { Type = JsonSchemaType.String },
                                },
                                ["posterPath"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null },
                            },
                        },
                    },
                },
            };
            return Task.CompletedTask;
        });

    public static RouteHandlerBuilder WithJsonBody<TBody>(this RouteHandlerBuilder route, string description) =>
        route.AddOpenApiOperationTransformer(async (operation, context, token) =>
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Description = description,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    ["application/json"] = new() { Schema = await context.GetOrCreateSchemaAsync(typeof(TBody), cancellationToken: token) },
                },
            });

    public static RouteHandlerBuilder WithVideoBody(this RouteHandlerBuilder route) =>
        route.AddOpenApiOperationTransformer(static (operation, _, _) =>
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Description = "The video as it is.",
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    ["video/*"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } },
                },
            };
            return Task.CompletedTask;
        });

    private static RouteHandlerBuilder WithParameter(this RouteHandlerBuilder route, string name, ParameterLocation place, string description) =>
        route.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = name,
                In = place,
                Description = description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
            return Task.CompletedTask;
        });
}
