using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FlixTube.Service.Access.Links;

/// <summary>Makes links: tokens for one video, signed with our key. Thread-safe.</summary>
internal sealed class LinkSigner(AccessSettings settings, TimeProvider time)
{
    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);

    /// <param name="video">What it shows.</param>
    /// <param name="subject">Whose it is.</param>
    /// <param name="lifetime">How long it is good, in whole seconds.</param>
    /// <returns>The link, or <c>null</c> when there is no key to sign it with.</returns>
    public VideoLink? Sign(LinkedVideo video, string? subject, TimeSpan lifetime)
    {
        if (settings.SigningKey is not { } key)
            return null;

        var id = Guid.NewGuid().ToString("N");
        var issued = time.GetUtcNow().ToUnixTimeSeconds();
        var expires = issued + (long)lifetime.TotalSeconds;
        var content = $"{Header}.{Base64Url.EncodeToString(Claims(video, subject, id, issued, expires))}";
        var signature = Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(content)));
        return new VideoLink($"{content}.{signature}", id, DateTimeOffset.FromUnixTimeSeconds(expires));
    }

    private byte[] Claims(LinkedVideo video, string? subject, string id, long issued, long expires)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            Write(writer, "iss", settings.Access.Issuer);
            Write(writer, "aud", settings.Access.Audience);
            Write(writer, "sub", subject);
            writer.WriteString("jti", id);
            writer.WriteNumber("iat", issued);
            writer.WriteNumber("exp", expires);
            Write(writer, LinkedVideo.PathClaim, video.Path);
            Write(writer, LinkedVideo.IdClaim, video.Id);
            writer.WriteEndObject();
        }

        return json.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            writer.WriteString(name, value);
    }
}

/// <summary>A link that was made.</summary>
/// <param name="Token">What stands after <c>?token=</c>.</param>
/// <param name="Id">By what it can be revoked.</param>
/// <param name="Expires">When it ends.</param>
internal sealed record VideoLink(string Token, string Id, DateTimeOffset Expires);
