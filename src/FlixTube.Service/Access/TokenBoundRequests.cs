using FlixTube.Service.Access.Revocation;
using FlixTube.Service.Access.Tokens;

namespace FlixTube.Service.Access;

/// <summary>What a request that was let in by its token has beside others: it ends with the token, and its answer is for its caller alone.</summary>
internal sealed class TokenBoundRequests(RequestDelegate next, Revocations revocations)
{
    public Task InvokeAsync(HttpContext context) =>
        context.Features.Get<AccessToken>() is { } token ? BindAsync(context, token) : next(context);

    private async Task BindAsync(HttpContext context, AccessToken token)
    {
        context.Response.OnStarting(static response => Protect((HttpResponse)response), context.Response);
        using (revocations.Watch(context, token))
            await next(context);
    }

    // A shared cache would give it to callers without a token (RFC 6750 section 5.3); a page that is opened by its link would
    // tell other sites of it.
    private static Task Protect(HttpResponse response)
    {
        var headers = response.Headers;
        headers["Referrer-Policy"] = "no-referrer";
        var directives = headers.CacheControl.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (!directives.Contains("no-store", StringComparer.OrdinalIgnoreCase))
        {
            headers.CacheControl = string.Join(", ", directives
                .Where(static directive => !directive.Equals("public", StringComparison.OrdinalIgnoreCase)
                    && !directive.Equals("private", StringComparison.OrdinalIgnoreCase)
                    && !directive.StartsWith("s-maxage", StringComparison.OrdinalIgnoreCase))
                .Prepend("private"));
        }

        return Task.CompletedTask;
    }
}
