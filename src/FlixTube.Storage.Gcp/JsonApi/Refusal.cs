using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using FlixTube.Storage.Gcp.Objects;

namespace FlixTube.Storage.Gcp.JsonApi;

/// <summary>
/// What Cloud Storage says when it refuses: JSON from the JSON API, XML from the XML API, plain text from what stands
/// before both.
/// </summary>
internal static partial class Refusal
{
    private const int LongestText = 500;
    private const int LongestBody = 64 << 10;

    public static async Task<ObjectServiceException> ReadAsync(HttpResponseMessage response, TimeProvider time, CancellationToken cancellationToken)
    {
        var (message, reason) = Parse(await BodyAsync(response, cancellationToken).ConfigureAwait(false));
        return new ObjectServiceException(response.StatusCode, $"Cloud Storage answered {(int)response.StatusCode}: {message}")
        {
            Reason = reason,

            // The JSON API gives one reason, notFound, for both; only its sentence tells a bucket from an object.
            IsBucketMissing = response.StatusCode == HttpStatusCode.NotFound
                && (string.Equals(reason, "NoSuchBucket", StringComparison.Ordinal) || MissingBucket().IsMatch(message)),
            Length = response.Content.Headers.ContentRange?.Length,
            RetryAfter = RetryAfter(response, time),
        };
    }

    private static (string Message, string? Reason) Parse(string body)
    {
        if (body.StartsWith('{'))
        {
            try
            {
                var error = JsonSerializer.Deserialize(body, ResourceJson.Default.ErrorResource)?.Error;
                return (Shorten(error?.Message ?? body), error?.Errors?.FirstOrDefault()?.Reason);
            }
            catch (JsonException)
            {
                // Then it is text.
            }
        }

        return XmlError().Match(body) is { Success: true } xml
            ? (Shorten(xml.Groups["message"].Value), xml.Groups["code"].Value)
            : (Shorten(body), null);
    }

    private static string Shorten(string text) =>
        text.Length == 0 ? "nothing more" : text.Length > LongestText ? text[..LongestText] : text;

    private static async Task<string> BodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        // The status says enough when the body does not come whole.
        try
        {
            var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                var bytes = new byte[LongestBody];
                var count = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                return System.Text.Encoding.UTF8.GetString(bytes, 0, count).Trim();
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return "";
        }
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time)
    {
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    [GeneratedRegex("bucket does not exist", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MissingBucket();

    [GeneratedRegex("<Code>(?<code>[^<]*)</Code>\\s*<Message>(?<message>[^<]*)</Message>", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex XmlError();
}
