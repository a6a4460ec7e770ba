using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Unicode;
using Amazon.Runtime;

namespace FlixTube.Storage.S3.Signing;

/// <summary>
/// Signs requests without a body and without parameters: AWS Signature Version 4 in the header, as "Authenticating
/// Requests (AWS Signature Version 4)" in the Amazon S3 API Reference describes it. Thread-safe.
/// </summary>
/// <param name="region">The region that the signature is for.</param>
/// <param name="service">The service that the signature is for, <c>s3</c>.</param>
/// <param name="time">The clock that the service compares with its own.</param>
internal sealed class RequestSigner(string region, string service, TimeProvider time)
{
    private const string HashOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private const int HashLength = SHA256.HashSizeInBytes;
    private const int DayLength = 8;

    // Everything in a request but the values that are as long as they like.
    private const int FixedLength = 512;
    private const int OnStackLength = 2048;

    private volatile SigningKey? _key;

    /// <summary>Adds the conditions to a request, and the headers that prove who asks.</summary>
    /// <param name="request">Its address must be escaped as the service does it, and sent as it is.</param>
    /// <param name="host">The header <c>Host</c> as it will be sent.</param>
    /// <param name="by">Who asks; nobody in particular when <c>null</c>.</param>
    /// <param name="ifMatch">The header <c>If-Match</c>.</param>
    /// <param name="range">The header <c>Range</c>.</param>
    public void Sign(HttpRequestMessage request, string host, ImmutableCredentials? by, string? ifMatch, string? range)
    {
        Add(request, "If-Match", ifMatch);
        Add(request, "Range", range);
        if (by is null)
            return;

        var date = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var token = by.UseToken ? by.Token : null;
        var signed = SignedHeaders.Of(ifMatch, range, token);
        Span<byte> hash = stackalloc byte[HashLength];
        HashCanonical(request, host, ifMatch, range, date, token, signed, hash);
        Authenticate(by.SecretKey, date, hash);

        Span<char> signature = stackalloc char[2 * HashLength];
        Convert.TryToHexStringLower(hash, signature, out _);
        Add(request, "x-amz-content-sha256", HashOfNothing);
        Add(request, "x-amz-date", date);
        Add(request, "x-amz-security-token", token);
        Add(request, "Authorization", string.Create(
            CultureInfo.InvariantCulture,
            stackalloc char[FixedLength],
            $"AWS4-HMAC-SHA256 Credential={by.AccessKey}/{date.AsSpan(0, DayLength)}/{region}/{service}/aws4_request,SignedHeaders={signed},Signature={signature}"));
    }

    private static void Add(HttpRequestMessage request, string name, string? value)
    {
        if (value is not null)
            request.Headers.TryAddWithoutValidation(name, value);
    }

    private static void HashCanonical(
        HttpRequestMessage request, string host, string? ifMatch, string? range, string date, string? token, string signed, Span<byte> hash)
    {
        var path = request.RequestUri!.AbsolutePath;
        var length = FixedLength + host.Length + path.Length + (ifMatch?.Length ?? 0) + (token?.Length ?? 0);
        var rented = length > OnStackLength ? ArrayPool<byte>.Shared.Rent(length) : null;
        var text = rented ?? stackalloc byte[OnStackLength];

        var fits = Utf8.TryWrite(
            text,
            CultureInfo.InvariantCulture,
            $"{request.Method.Method}\n{path}\n\nhost:{host}\n{Line("if-match:", ifMatch)}{ifMatch}{Line("\n", ifMatch)}{Line("range:", range)}{range}{Line("\n", range)}x-amz-content-sha256:{HashOfNothing}\nx-amz-date:{date}\n{Line("x-amz-security-token:", token)}{token}{Line("\n", token)}\n{signed}\n{HashOfNothing}",
            out var written);
        if (!fits)
            throw new InvalidOperationException("A request to sign has characters that no header has.");

        SHA256.HashData(text[..written], hash);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);

        static string Line(string part, string? value) => value is null ? "" : part;
    }

    // Turns the hash of a request into its signature.
    private void Authenticate(string secret, string date, Span<byte> hash)
    {
        Span<char> hex = stackalloc char[2 * HashLength];
        Convert.TryToHexStringLower(hash, hex, out _);
        Span<byte> text = stackalloc byte[FixedLength];
        Utf8.TryWrite(
            text,
            CultureInfo.InvariantCulture,
            $"AWS4-HMAC-SHA256\n{date}\n{date.AsSpan(0, DayLength)}/{region}/{service}/aws4_request\n{hex}",
            out var written);
        HMACSHA256.HashData(KeyOf(secret, date.AsSpan(0, DayLength)), text[..written], hash);
    }

    private byte[] KeyOf(string secret, ReadOnlySpan<char> day)
    {
        var key = _key;
        if (key is null || !key.IsOf(secret, day))
            _key = key = SigningKey.Derive(secret, day.ToString(), region, service);

        return key.Bytes;
    }
}
