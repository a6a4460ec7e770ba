using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace FlixTube.Service.Access.Links;

/// <summary>
/// What <c>?token=</c> of a request was. It is taken out of the address before anything sees the request: logs, traces and
/// whoever is told of an address have no token to tell.
/// </summary>
/// <param name="Value">The token.</param>
/// <param name="IsRepeated">Whether there were several.</param>
internal sealed record TokenInAddress(string Value, bool IsRepeated)
{
    private const string Name = "token";

    /// <summary>Moves the token from the address of a request that begins into a feature of its own.</summary>
    public static void Hide(IFeatureCollection features)
    {
        if (features.Get<IHttpRequestFeature>() is not { QueryString: { Length: > 0 } query } request)
            return;

        TokenInAddress? found = null;
        foreach (var pair in new QueryStringEnumerable(query))
        {
            if (IsToken(pair))
                found = new(pair.DecodeValue().ToString(), IsRepeated: found is not null);
        }

        if (found is null)
            return;

        request.QueryString = Without(query);
        if (request.RawTarget.IndexOf('?', StringComparison.Ordinal) is var end and >= 0)
            request.RawTarget = request.RawTarget[..end] + request.QueryString;

        features.Set(found);
    }

    private static bool IsToken(QueryStringEnumerable.EncodedNameValuePair pair) => pair.DecodeName().Span.SequenceEqual(Name);

    private static string Without(string query)
    {
        var left = new StringBuilder();
        foreach (var pair in new QueryStringEnumerable(query))
        {
            if (!IsToken(pair))
                left.Append(left.Length == 0 ? '?' : '&').Append(pair.EncodedName).Append('=').Append(pair.EncodedValue);
        }

        return left.ToString();
    }
}
