using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace FlixTube.Host.Tests.Access;

/// <summary>Makes tokens as an issuer would, and as an attacker would.</summary>
internal static class Tokens
{
    public const string Key = "a key that is long enough for HS256";

    public static readonly DateTimeOffset Now = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>A token of an operator, for 15 minutes.</summary>
    public static string Good(DateTimeOffset now) => Of("operator", now);

    public static string Of(string role, DateTimeOffset? now = null, string subject = "ann", string id = "t-1") =>
        Sign($$"""{"sub":"{{subject}}","jti":"{{id}}","role":"{{role}}",{{Times(now)}}}""");

    /// <summary>A link to a video, by the claims <c>videoPath</c> and <c>videoId</c> that are given as JSON.</summary>
    public static string Link(string video, DateTimeOffset? now = null, string subject = "ann", string id = "l-1") =>
        Sign($$"""{"sub":"{{subject}}","jti":"{{id}}",{{video}},{{Times(now)}}}""");

    public static string Sign(string payload, string header = """{"alg":"HS256","typ":"JWT"}""", string key = Key)
    {
        var content = $"{Encode(header)}.{Encode(payload)}";
        return $"{content}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.ASCII.GetBytes(content)))}";
    }

    public static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    /// <summary>When a token that is made now begins and ends.</summary>
    public static string Times(DateTimeOffset? now = null)
    {
        var issued = (now ?? DateTimeOffset.UtcNow).ToUnixTimeSeconds();
        return $"\"iat\":{issued},\"exp\":{issued + 900}";
    }
}
