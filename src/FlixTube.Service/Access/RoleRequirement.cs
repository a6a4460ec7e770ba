using FlixTube.Service.Access.Tokens;
using FlixTube.Service.Problems;
using Microsoft.AspNetCore.Authorization;

namespace FlixTube.Service.Access;

/// <summary>What a route wants of its callers.</summary>
/// <param name="Role">The least role.</param>
/// <param name="IsPlayback">Whether it is open to all but where <c>Playback:RequireToken</c> is set.</param>
/// <param name="IsOneVideo">Whether it shows the one video that <c>path</c> or <c>id</c> names, and so a link is enough.</param>
internal sealed record RoleRequirement(Role Role, bool IsPlayback = false, bool IsOneVideo = false) : IAuthorizationRequirement
{
    public bool IsOpen(AccessSettings settings) => IsPlayback && !settings.Playback.RequireToken;
}

/// <summary>Why a caller who is known may not do this.</summary>
internal sealed record RoleRefusal(Problem Problem);

internal sealed class RoleHandler(AccessSettings settings) : AuthorizationHandler<RoleRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RoleRequirement requirement)
    {
        var request = (HttpContext)context.Resource!;
        if (requirement.IsOpen(settings))
            context.Succeed(requirement);
        else if (context.User.Identity?.IsAuthenticated == true)
            Judge(context, requirement, request);

        return Task.CompletedTask;
    }

    private static void Judge(AuthorizationHandlerContext context, RoleRequirement requirement, HttpContext request)
    {
        var video = request.Features.Get<AccessToken>()?.Video;
        if (video is null ? context.User.Has(requirement.Role) : requirement.IsOneVideo && video.IsMeantBy(request.Request))
            context.Succeed(requirement);
        else
            request.Features.Set(new RoleRefusal(video is null ? TokenRefusals.RoleMissing(requirement.Role) : TokenRefusals.OtherVideo));
    }
}
