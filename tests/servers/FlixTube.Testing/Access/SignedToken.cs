using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace FlixTube.Testing.Access;

/// <summary>Bearer tokens as an issuer with a shared key makes them, for 15 minutes from now.</summary>
public static class SignedToken
{
    /// <summary>A key that is long enough.</summary>
    public const string Key = "a key that is long enough for HS256";

    /// <summary>A token of this role.</summary>
    public static string Of(string role, string subject = "ann") => With($"\"role\":\"{role}\",\"sub\":\"{subject}\"");

    /// <summary>A link to the video of this path.</summary>
    public static string Link(string path, string subject) => With($"\"videoPath\":\"{path}\",\"sub\":\"{subject}\"");

    private static string With(string claims)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var content = $"{Encode("""{"alg":"HS256","typ":"JWT"}""")}.{Encode($$"""{{{claims}},"iat":{{now}},"exp":{{now + 900}}}""")}";
        return $"{content}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key), Encoding.ASCII.GetBytes(content)))}";
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
