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

    /// <summary>Timeouts and retries.</summary>
    public NetworkOptions Network { get; set; } = new();
}
