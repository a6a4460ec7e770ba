using System.Net;
using System.Text.Json;
using FlixTube.Storage.Http.Protocol;

namespace FlixTube.Storage.Http.Asking;

/// <summary>An answer that is no success.</summary>
internal sealed class Refusal : Exception
{
    private const string ProblemType = "application/problem+json";
    private const string KindPrefix = "urn:flixtube:problem:";
    private const int LongestBody = 64 << 10;
    private const int LongestText = 500;

    private Refusal(string message)
        : base(message)
    {
    }

    public HttpStatusCode Status { get; private init; }

    /// <summary>Whether it is in the format of a gateway; a plain server's is not.</summary>
    public bool IsGateways { get; private init; }

    /// <summary>The last part of the problem's type; <c>null</c> when there is none, as in the answer to a HEAD.</summary>
    public string? Kind { get; private init; }

    /// <summary>The length of the video, when the answer has it (RFC 9110 section 15.5.17).</summary>
    public long? VideoLength { get; private init; }

    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>Reads what is said beside the status, and leaves the answer to its owner.</summary>
    public static async Task<Refusal> ReadAsync(HttpResponseMessage response, TimeProvider time, CancellationToken cancellationToken)
    {
        var isProblem = string.Equals(response.Content.Headers.ContentType?.MediaType, ProblemType, StringComparison.OrdinalIgnoreCase);
        var problem = isProblem ? await ProblemAsync(response, cancellationToken).ConfigureAwait(false) : null;
        var kind = problem?.Type?.StartsWith(KindPrefix, StringComparison.Ordinal) == true ? problem.Type[KindPrefix.Length..] : null;
        var words = $"{problem?.Title}. {problem?.Detail}".Trim(' ', '.');
        return new Refusal($"The gateway answered {(int)response.StatusCode}{(words.Length == 0 ? "" : $": {Shorten(words)}")}.")
        {
            Status = response.StatusCode,
            IsGateways = isProblem && (kind is not null || problem is null),
            Kind = kind,
            VideoLength = response.Content.Headers.ContentRange?.Length,
            RetryAfter = Wait(response, time),
        };
    }

    private static async Task<GatewayProblem?> ProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        // The status says enough when the body does not come whole, or is none.
        try
        {
            var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                var bytes = new byte[LongestBody];
                var count = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                return count == 0 ? null : JsonSerializer.Deserialize(bytes.AsSpan(0, count), ProblemJson.Default.GatewayProblem);
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException or JsonException)
        {
            return null;
        }
    }

    private static string Shorten(string text) => text.Length > LongestText ? text[..LongestText] : text;

    private static TimeSpan? Wait(HttpResponseMessage response, TimeProvider time)
    {
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
