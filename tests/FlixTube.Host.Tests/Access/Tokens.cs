using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace FlixTube.Host.Tests.Access;

/// <summary>Makes tokens as an issuer would, and as an attacker would.</summary>
internal static class Tokens
{
    public const string Key = "a key that is long enough for HS256";

    public static readonly DateTimeOffset Now = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static string Good(DateTimeOffset now) => Sign($$"""{"sub":"ann","exp":{{now.AddMinutes(15).ToUnixTimeSeconds()}}}""");

    public static string Sign(string payload, string header = """{"alg":"HS256","typ":"JWT"}""", string key = Key)
    {
        var content = $"{Encode(header)}.{Encode(payload)}";
        return $"{content}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.ASCII.GetBytes(content)))}";
    }

    public static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
