using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace FlixTube.Storage.Http.Tests.Support;

/// <summary>Bearer tokens as their issuer makes them.</summary>
internal static class Tokens
{
    public const string Key = "a key that is long enough for HS256";

    public static string Good { get; } = Sign(DateTimeOffset.UtcNow.AddHours(12));

    public static string Expired { get; } = Sign(DateTimeOffset.UtcNow.AddHours(-1));

    private static string Sign(DateTimeOffset expires)
    {
        var content = $"{Encode("""{"alg":"HS256","typ":"JWT"}""")}.{Encode($$"""{"sub":"video-streaming","role":"uploader","exp":{{expires.ToUnixTimeSeconds()}}}""")}";
        return $"{content}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key), Encoding.ASCII.GetBytes(content)))}";
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
