using System.Security.Cryptography;
using System.Text;

namespace FlixTube.Storage.S3.Signing;

/// <summary>The key with which one secret signs for one region during one day.</summary>
internal sealed class SigningKey
{
    private readonly string _secret;
    private readonly string _day;

    private SigningKey(string secret, string day, byte[] bytes)
    {
        _secret = secret;
        _day = day;
        Bytes = bytes;
    }

    public byte[] Bytes { get; }

    /// <param name="secret">The secret access key.</param>
    /// <param name="day">The day in UTC, as <c>yyyyMMdd</c>.</param>
    /// <param name="region">The region, such as <c>eu-central-1</c>.</param>
    /// <param name="service">The service, <c>s3</c>.</param>
    public static SigningKey Derive(string secret, string day, string region, string service)
    {
        var bytes = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in new[] { day, region, service, "aws4_request" })
            bytes = HMACSHA256.HashData(bytes, Encoding.UTF8.GetBytes(part));

        return new SigningKey(secret, day, bytes);
    }

    public bool IsOf(string secret, ReadOnlySpan<char> day) =>
        day.SequenceEqual(_day) && string.Equals(secret, _secret, StringComparison.Ordinal);
}
