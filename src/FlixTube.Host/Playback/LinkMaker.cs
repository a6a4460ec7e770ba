using System.Globalization;
using System.Security.Claims;
using FlixTube.Host.Library;
using FlixTube.Service.Access;
using FlixTube.Service.Access.Links;
using FlixTube.Service.Access.Tokens;
using FlixTube.Service.Problems;
using FlixTube.Service.Requests;

namespace FlixTube.Host.Playback;

/// <summary><c>POST /videos/{id}/link</c>: what callers may watch they can put into an address, for no longer than they may themselves.</summary>
internal sealed class LinkMaker(VideoLookup lookup, LinkSigner signer, AccessSettings settings, TimeProvider time)
{
    private const int MaxSubjectLength = 255;

    private static readonly Problem NoKey = new(StatusCodes.Status501NotImplemented, "links-need-key", "This service cannot sign links",
        "Links are signed with Access:JwtKey (JWT_KEY), which is not set.");

    public async Task<IResult> MakeAsync(string id, HttpContext context)
    {
        var makesForOthers = context.User.Has(Role.Uploader);
        var lifetime = Lifetime(QueryValue.Find(context.Request, "lifetime"));
        var subject = Subject(QueryValue.Find(context.Request, "subject"), makesForOthers) ?? context.User.FindFirstValue(ClaimTypes.NameIdentifier);
        var video = await lookup.FindAsync(id, context.RequestAborted);

        if (!makesForOthers && context.Features.Get<AccessToken>() is { } own)
            lifetime = Shorter(lifetime, own.Expires - time.GetUtcNow());

        var link = signer.Sign(new LinkedVideo(video.Path.Value, video.Id.ToString()), subject, lifetime) ?? throw new ProblemException(NoKey);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(
            new LinkAnswer($"/video?id={video.Id}&token={link.Token}", link.Token, link.Id, link.Expires), PlaybackJson.Default.LinkAnswer);
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private TimeSpan Lifetime(string? text)
    {
        var playback = settings.Playback;
        if (text is null)
            return playback.LinkLifetime;

        var longest = (long)playback.MaxLinkLifetime.TotalSeconds;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds >= 1 && seconds <= longest
            ? TimeSpan.FromSeconds(seconds)
            : throw new ProblemException(Refusals.BadRequest("invalid-lifetime", "A link cannot live so long",
                $"Set lifetime to a number of seconds from 1 to {longest} (Playback:MaxLinkLifetime).", "lifetime"));
    }

    private static string? Subject(string? text, bool makesForOthers)
    {
        if (text is null)
            return null;

        if (!makesForOthers)
            throw new ProblemException(TokenRefusals.RoleMissing(Role.Uploader));

        return text.Length is >= 1 and <= MaxSubjectLength
            ? text
            : throw new ProblemException(Refusals.BadRequest("invalid-subject", "This cannot be whose a link is",
                $"Set subject to 1 to {MaxSubjectLength} characters.", "subject"));
    }
}
