using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FlixTube.Storage.Network;

/// <summary>
/// The bearer token that one service shows to another: a JSON Web Token (RFC 7519) with the role <c>uploader</c>, signed by
/// HS256 with a key that both have. It lives for two minutes and is made anew after one. Thread-safe.
/// </summary>
/// <param name="identity">As whom, asked whenever a token is made; <c>null</c> for as nobody.</param>
/// <param name="time">The clock.</param>
internal sealed class ServiceTokens(Func<ServiceIdentity?> identity, TimeProvider time)
{
    /// <summary>How many bytes of UTF-8 a key must have (RFC 7518 section 3.2).</summary>
    public const int MinKeyBytes = 32;

    // Below the 15 minutes that services allow at most by default, and above what two clocks may differ.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);

    private volatile Made _last = new(null, DateTimeOffset.MinValue);

    /// <summary>A token that lives for another minute at least; <c>null</c> when there is nobody to be.</summary>
    public string? Current
    {
        get
        {
            var now = time.GetUtcNow();
            var last = _last;
            if (now >= last.RenewAt || last.RenewAt - now > Lifetime)
                _last = last = new(identity() is { } present ? Sign(present, now) : null, now + (Lifetime / 2));

            return last.Token;
        }
    }

    private static string Sign(ServiceIdentity identity, DateTimeOffset now)
    {
        var content = $"{Header}.{Base64Url.EncodeToString(Claims(identity, now.ToUnixTimeSeconds()))}";
        return $"{content}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(identity.Key), Encoding.ASCII.GetBytes(content)))}";
    }

    private static byte[] Claims(ServiceIdentity identity, long issued)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            if (!string.IsNullOrEmpty(identity.Issuer))
                writer.WriteString("iss", identity.Issuer);

            if (!string.IsNullOrEmpty(identity.Audience))
                writer.WriteString("aud", identity.Audience);

            writer.WriteString("sub", identity.Subject);
            writer.WriteString("role", "uploader");
            writer.WriteNumber("iat", issued);
            writer.WriteNumber("exp", issued + (long)Lifetime.TotalSeconds);
            writer.WriteEndObject();
        }

        return json.ToArray();
    }

    private sealed record Made(string? Token, DateTimeOffset RenewAt);
}

/// <summary>As whom a service signs.</summary>
/// <param name="Key">The shared secret, of <see cref="ServiceTokens.MinKeyBytes"/> or more.</param>
/// <param name="Subject">Its name, by which its tokens can be revoked.</param>
/// <param name="Issuer">What the other service wants in <c>iss</c>, if anything.</param>
/// <param name="Audience">What the other service wants in <c>aud</c>, if anything.</param>
internal sealed record ServiceIdentity(string Key, string Subject, string? Issuer, string? Audience);
