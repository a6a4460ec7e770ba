using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FlixTube.Host.Tests.Access;

/// <summary>An OpenID Connect provider, as far as services see it: its configuration and its keys.</summary>
internal sealed class Issuer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Issuer(WebApplication app)
    {
        _app = app;
        Address = app.Urls.Single();
        IssuerName = Address;
    }

    public string Address { get; }

    /// <summary>What it says its name is.</summary>
    public string IssuerName { get; set; }

    /// <summary>The keys that it publishes, as JSON.</summary>
    public List<string> Keys { get; } = [];

    public int Fetches { get; private set; }

    public static async Task<Issuer> StartAsync(string url = "http://127.0.0.1:0")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var app = builder.Build();
        Issuer? issuer = null;
        app.MapGet("/.well-known/openid-configuration", () =>
            Results.Json(new Dictionary<string, string> { ["issuer"] = issuer!.IssuerName, ["jwks_uri"] = $"{issuer.Address}/keys" }));
        app.MapGet("/keys", () =>
        {
            issuer!.Fetches++;
            return Results.Text($$"""{"keys":[{{string.Join(',', issuer.Keys)}}]}""", "application/json");
        });
        await app.StartAsync();
        return issuer = new Issuer(app);
    }

    public static string Published(RSA key, string id)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return JsonSerializer.Serialize(new { kty = "RSA", use = "sig", kid = id, n = Base64Url.EncodeToString(parameters.Modulus), e = Base64Url.EncodeToString(parameters.Exponent) });
    }

    public static string Published(ECDsa key, string id, string curve)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return JsonSerializer.Serialize(new { kty = "EC", crv = curve, kid = id, x = Base64Url.EncodeToString(parameters.Q.X), y = Base64Url.EncodeToString(parameters.Q.Y) });
    }

    public string Claims(string role = "operator", string audience = "videos", string? issuer = null) =>
        $$"""{"iss":"{{issuer ?? IssuerName}}","aud":["account","{{audience}}"],"sub":"ann","roles":["{{role}}"],{{Tokens.Times()}}}""";

    public static string Sign(string claims, string algorithm, string? keyId, Func<byte[], byte[]> sign)
    {
        var header = JsonSerializer.Serialize(new Dictionary<string, string?> { ["alg"] = algorithm, ["kid"] = keyId }.Where(h => h.Value is not null).ToDictionary());
        var content = $"{Tokens.Encode(header)}.{Tokens.Encode(claims)}";
        return $"{content}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(content)))}";
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
