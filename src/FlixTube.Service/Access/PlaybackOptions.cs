using Microsoft.Extensions.Options;

namespace FlixTube.Service.Access;

/// <summary>Section <c>Playback</c>: whether watching needs a token, and the links that carry one. Followed while the service runs.</summary>
internal sealed class PlaybackOptions
{
    public const string Section = "Playback";

    /// <summary>Whether videos, and lists of them, are shown only to callers with a token; <c>false</c>.</summary>
    public bool RequireToken { get; set; }

    /// <summary>How long a link lives when nobody says otherwise; 1 second to <see cref="MaxLinkLifetime"/>, 15 minutes.</summary>
    public TimeSpan LinkLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a link may live; 1 second to 7 days, 4 hours. One that lives longer is neither made nor believed.</summary>
    public TimeSpan MaxLinkLifetime { get; set; } = TimeSpan.FromHours(4);

    internal sealed class Validator(IConfiguration configuration) : IValidateOptions<PlaybackOptions>
    {
        public ValidateOptionsResult Validate(string? name, PlaybackOptions options)
        {
            List<string> failures = [.. Failures(options)];
            return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
        }

        private IEnumerable<string> Failures(PlaybackOptions options)
        {
            var access = configuration.GetSection(AccessOptions.Section);
            if (options.RequireToken && string.IsNullOrEmpty(access[nameof(AccessOptions.JwtKey)]) && string.IsNullOrEmpty(access[nameof(AccessOptions.Authority)]))
                yield return "Playback:RequireToken is set, but nothing says whose tokens are good: set Access:JwtKey (JWT_KEY) or Access:Authority too.";

            if (options.MaxLinkLifetime < TimeSpan.FromSeconds(1) || options.MaxLinkLifetime > TimeSpan.FromDays(7))
                yield return "Playback:MaxLinkLifetime: set it to a time from 00:00:01 to 7.00:00:00.";
            else if (options.LinkLifetime < TimeSpan.FromSeconds(1) || options.LinkLifetime > options.MaxLinkLifetime)
                yield return $"Playback:LinkLifetime: set it to a time from 00:00:01 to Playback:MaxLinkLifetime ({options.MaxLinkLifetime}).";
        }
    }
}
