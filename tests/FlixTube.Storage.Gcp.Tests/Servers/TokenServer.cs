using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FlixTube.Testing.Programs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FlixTube.Storage.Gcp.Tests.Servers;

/// <summary>
/// Google's token service as far as the provider needs it: gives an access token for an assertion that the tests'
/// service account signed, and says no to others as Google does.
/// </summary>
public sealed class TokenServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _tokens = new();

    private TokenServer(WebApplication app) => _app = app;

    /// <summary>The key file of an account whose tokens are to be had here.</summary>
    public string KeyFile => _folder.PathOf("key.json");

    /// <summary>The tokens that were given, in order.</summary>
    public IReadOnlyList<string> Tokens => [.. _tokens];

    /// <summary>What is answered instead of a token.</summary>
    public (int Status, string Body)? Refusal { get; set; }

    public static async Task<TokenServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new TokenServer(app);
        app.MapPost("/token", server.AnswerAsync);
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        await File.WriteAllTextAsync(server.KeyFile, ServiceAccount.Shared.ToJson(new Uri($"{address}/token")));
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<IResult> AnswerAsync(HttpRequest request)
    {
        var assertion = (await request.ReadFormAsync())["assertion"].ToString();
        if (Refusal is { } refusal)
            return Results.Text(refusal.Body, "application/json", statusCode: refusal.Status);

        if (!IsGood(assertion))
            return Results.Json(new { error = "invalid_grant", error_description = "Invalid JWT Signature." }, statusCode: 400);

        var token = Guid.NewGuid().ToString("n");
        _tokens.Enqueue(token);
        return Results.Json(new { access_token = token, expires_in = 3600, token_type = "Bearer" });
    }

    private static bool IsGood(string assertion)
    {
        var parts = assertion.Split('.');
        var claims = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1])).RootElement;
        return claims.GetProperty("iss").ValueEquals(ServiceAccount.Email)
            && claims.GetProperty("scope").ValueEquals("https://www.googleapis.com/auth/devstorage.read_write")
            && ServiceAccount.Shared.Key.VerifyData(
                Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
                System.Buffers.Text.Base64Url.DecodeFromChars(parts[2]),
                HashAlgorithmName.SHA256,
                RSASignaturePadding.Pkcs1);
    }
}
