using System.Net;
using System.Text;
using FlixTube.Service.Problems;
using Microsoft.AspNetCore.WebUtilities;

namespace FlixTube.Service.Requests;

/// <summary>Reads a query parameter strictly: ASP.NET Core passes bytes on that are no text, and joins what comes twice.</summary>
internal static class QueryValue
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The decoded value, or <c>null</c> when the parameter is absent.</summary>
    /// <exception cref="ProblemException">The parameter comes twice or its bytes are not UTF-8.</exception>
    public static string? Find(HttpRequest request, string name)
    {
        string? found = null;
        foreach (var pair in new QueryStringEnumerable(request.QueryString.Value))
        {
            if (!pair.DecodeName().Span.SequenceEqual(name))
                continue;

            if (found is not null)
                throw Refused("repeated-parameter", "A parameter comes twice", $"Give '{name}' once.", name);

            found = Decode(name, pair.EncodedValue.ToString());
        }

        return found;
    }

    private static string Decode(string name, string encoded)
    {
        try
        {
            return StrictUtf8.GetString(WebUtility.UrlDecodeToBytes(Encoding.UTF8.GetBytes(encoded), 0, Encoding.UTF8.GetByteCount(encoded)) ?? []);
        }
        catch (DecoderFallbackException)
        {
            throw Refused("invalid-encoding", "A parameter is not valid UTF-8", $"Percent-encode '{name}' as UTF-8.", name);
        }
    }

    private static ProblemException Refused(string kind, string title, string detail, string name) => new(Refusals.BadRequest(kind, title, detail, name));
}
