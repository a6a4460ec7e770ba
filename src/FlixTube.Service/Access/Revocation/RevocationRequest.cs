using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlixTube.Service.Access.Revocation;

/// <summary>What to revoke, as the body of a request or of a message: one of the names, under which tokens have it.</summary>
/// <param name="Jti">The token with this id.</param>
/// <param name="Sub">All tokens of this subject.</param>
/// <param name="Video">All links to the video with this path or id.</param>
/// <param name="Until">When it ends, if earlier than by itself.</param>
internal sealed record RevocationRequest(string? Jti, string? Sub, string? Video, DateTimeOffset? Until)
{
    /// <summary>How long the JSON may be.</summary>
    public const int MaxBytes = 8 * 1024;

    private const int MaxNameLength = 2048;

    /// <summary>The tokens, when there are no <see cref="Errors"/>.</summary>
    [JsonIgnore]
    public RevokedTokens Tokens =>
        Jti is not null ? new(RevocationKind.Token, Jti)
        : Sub is not null ? new(RevocationKind.Subject, Sub)
        : new(RevocationKind.Video, Video!);

    public static RevocationRequest Of(RevokedTokens tokens, DateTimeOffset until) => new(
        tokens.Kind == RevocationKind.Token ? tokens.Name : null,
        tokens.Kind == RevocationKind.Subject ? tokens.Name : null,
        tokens.Kind == RevocationKind.Video ? tokens.Name : null,
        until);

    /// <summary>What is wrong with each member; empty when nothing is.</summary>
    public IReadOnlyDictionary<string, string[]> Errors(DateTimeOffset now)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        (string Name, string? Value)[] names = [("jti", Jti), ("sub", Sub), ("video", Video)];
        foreach (var (name, value) in names)
        {
            if (names.Count(static other => other.Value is not null) != 1)
                errors[name] = ["Give one of 'jti', 'sub' and 'video'."];
            else if (value is { Length: 0 or > MaxNameLength })
                errors[name] = [$"'{name}' has 1 to {MaxNameLength} characters."];
        }

        if (Until <= now)
            errors["until"] = ["'until' is a time in the future."];

        return errors;
    }
}

/// <summary>What became of a revocation.</summary>
/// <param name="Until">When it ends, because no token that it is about lives longer.</param>
/// <param name="Announced">
/// Whether the broker has it for the other services; <c>false</c> when it does not answer, and is told later. Absent where
/// there is none.
/// </param>
internal sealed record RevocationAnswer(
    DateTimeOffset Until, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Announced);

[JsonSerializable(typeof(RevocationRequest))]
[JsonSerializable(typeof(RevocationAnswer))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
internal sealed partial class RevocationJson : JsonSerializerContext;
