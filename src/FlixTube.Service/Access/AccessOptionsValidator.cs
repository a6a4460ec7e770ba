using System.Text;
using Microsoft.Extensions.Options;

namespace FlixTube.Service.Access;

internal sealed class AccessOptionsValidator : IValidateOptions<AccessOptions>
{
    private const int MinKeyBytes = 32;

    public ValidateOptionsResult Validate(string? name, AccessOptions options)
    {
        List<string> failures = [.. Failures(options)];
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(AccessOptions options)
    {
        if (IsTooShort(options.JwtKey))
            yield return $"Access:JwtKey (JWT_KEY) is too short for HS256: set it to {MinKeyBytes} bytes or more, for example the output of 'openssl rand -base64 32'.";

        if (IsTooShort(options.PreviousJwtKey))
            yield return $"Access:PreviousJwtKey is too short for HS256: set it to the {MinKeyBytes} bytes or more that Access:JwtKey was before, or to nothing.";

        if (!string.IsNullOrEmpty(options.PreviousJwtKey) && string.IsNullOrEmpty(options.JwtKey))
            yield return "Access:PreviousJwtKey is set without Access:JwtKey: set the present key too.";

        if (options.MaxTokenLifetime < TimeSpan.FromSeconds(1) || options.MaxTokenLifetime > TimeSpan.FromDays(366))
            yield return "Access:MaxTokenLifetime: set it to a time from 00:00:01 to 366.00:00:00.";

        if (options.DefaultRole is { } role && !Enum.IsDefined(role))
            yield return "Access:DefaultRole: set it to viewer, uploader or operator, or to nothing.";

        foreach (var failure in AuthorityFailures(options))
            yield return failure;

        for (var i = 0; i < options.Revoked.Count; i++)
        {
            var entry = options.Revoked[i];
            if (new[] { entry.Jti, entry.Sub, entry.Video }.Count(static text => !string.IsNullOrEmpty(text)) != 1)
                yield return $"Access:Revoked:{i}: set one of Jti (a token's id), Sub (a subject) and Video (a path or an id).";
        }
    }

    private static IEnumerable<string> AuthorityFailures(AccessOptions options)
    {
        if (string.IsNullOrEmpty(options.Authority))
            yield break;

        if (!Uri.TryCreate(options.Authority, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http") || address.Query.Length > 0 || address.UserInfo.Length > 0)
            yield return "Access:Authority: set it to the address of the OpenID Connect provider, such as https://login.example.com/realms/flixtube.";
        else if (address.Scheme is "http" && options.RequireHttpsMetadata)
            yield return "Access:Authority is an http: address, over which anybody on the way could send keys: use https:, or set Access:RequireHttpsMetadata to false on a network that you trust.";

        // RFC 8725 section 3.9: what the same provider issued for another service must not be good here.
        if (string.IsNullOrEmpty(options.Audience))
            yield return "Access:Audience is missing: set it to what the authority puts into 'aud' of the tokens for this service.";
    }

    private static bool IsTooShort(string? key) => !string.IsNullOrEmpty(key) && Encoding.UTF8.GetByteCount(key) < MinKeyBytes;
}
