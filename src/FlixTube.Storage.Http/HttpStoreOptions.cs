using FlixTube.Storage.Network;

namespace FlixTube.Storage.Http;

/// <summary>The section <c>VideoStorage:Http</c> of configuration: which gateway keeps the videos, as whom, and how patiently.</summary>
public sealed class HttpStoreOptions
{
    /// <summary>The name of the section below <c>VideoStorage</c>.</summary>
    public const string Section = "Http";

    /// <summary>
    /// Where the gateway answers, such as <c>http://video-storage:80</c>; a path in it stands before every route. It must
    /// be set.
    /// </summary>
    public string? BaseAddress { get; set; }

    /// <summary>The bearer token that the gateway wants of those who write and delete; none when it trusts callers on its own machine.</summary>
    public string? Token { get; set; }

    /// <summary>
    /// The secret, 32 bytes of UTF-8 or more, with which the gateway verifies tokens (its <c>Access:JwtKey</c>): the store
    /// then signs tokens itself, of an <c>uploader</c>, for two minutes each. Excludes <see cref="Token"/>. In FlixTube.Host it
    /// is the host's own <c>Access:JwtKey</c> when neither is set; empty for none.
    /// </summary>
    public string? JwtKey { get; set; }

    /// <summary>The subject of the tokens that are signed with <see cref="JwtKey"/>, by which they can be revoked; <c>video-streaming</c>.</summary>
    public string JwtSubject { get; set; } = "video-streaming";

    /// <summary>The <c>iss</c> of those tokens, where the gateway has <c>Access:Issuer</c>.</summary>
    public string? JwtIssuer { get; set; }

    /// <summary>The <c>aud</c> of those tokens, where the gateway has <c>Access:Audience</c>.</summary>
    public string? JwtAudience { get; set; }

    /// <summary>Timeouts and retries.</summary>
    public NetworkOptions Network { get; set; } = new();
}
