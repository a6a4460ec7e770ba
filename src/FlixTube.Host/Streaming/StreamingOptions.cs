namespace FlixTube.Host.Streaming;

/// <summary>The limits and habits of streaming. <see cref="StreamingOptionsValidator"/> holds the bounds.</summary>
internal sealed record StreamingOptions
{
    /// <summary>The section that these are bound from.</summary>
    public const string Section = "Streaming";

    /// <summary>
    /// How many ranges one request may ask for, counted after those that overlap or nearly touch were merged; 1 to 256,
    /// 16 by default. More are refused with 416 (RFC 9110 section 15.5.17).
    /// </summary>
    public int MaxRangesPerRequest { get; init; } = 16;

    /// <summary>
    /// How long one piece of a video may wait for a viewer who takes nothing, before the connection (in HTTP/2 the
    /// stream) is cut; 1 second to 1 day, 60 seconds by default.
    /// </summary>
    /// <remarks>
    /// A viewer is seen to take something when the operating system's send buffer takes more, which it does in steps of
    /// up to a third of its size: a viewer may be slow, but not slower than about that step in this time. One who took
    /// everything at once until then is given larger pieces, and has twice this time for the first that waits.
    /// </remarks>
    public TimeSpan ViewerIdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long the store may take to open a video, and then to yield the next byte; 1 second to 1 day, 30 seconds by default.
    /// </summary>
    public TimeSpan StoreIdleTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How many requests for videos may be in progress at once; 1 to 1,000,000, 10,000 by default. More are refused with
    /// 503 and <c>Retry-After</c>.
    /// </summary>
    public int MaxConcurrentStreams { get; init; } = 10_000;

    /// <summary>
    /// <c>Cache-Control</c> of a video (RFC 9111 section 5.2): 1 to 256 printable ASCII characters, <c>no-cache</c> by
    /// default, which lets a copy be kept but asks for its validator before every use.
    /// </summary>
    public string CacheControl { get; init; } = "no-cache";

    /// <summary>The piece in which a stream begins to move, and in which a slow one stays, held only while there is room for it; 4 KiB to 1 MiB, 64 KiB by default.</summary>
    public int MinBufferBytes { get; init; } = 64 * 1024;

    /// <summary>The piece that a fast stream grows to; <see cref="MinBufferBytes"/> to 4 MiB, 256 KiB by default.</summary>
    public int MaxBufferBytes { get; init; } = 256 * 1024;
}
