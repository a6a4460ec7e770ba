namespace FlixTube.Storage;

/// <summary>The answer to a read: the properties of one version and its open body.</summary>
/// <remarks>Dispose it, or its <see cref="Body"/>, to end the request at the store. Not thread-safe; one reader at a time.</remarks>
public sealed class VideoRead : IAsyncDisposable, IDisposable
{
    /// <summary>Takes ownership of <paramref name="body"/>.</summary>
    public VideoRead(VideoProperties properties, ServedRange range, Stream body)
    {
        ArgumentNullException.ThrowIfNull(properties);
        ArgumentNullException.ThrowIfNull(body);
        Properties = properties;
        Range = range;
        Body = body;
    }

    /// <summary>The properties of the very version that <see cref="Body"/> is of.</summary>
    public VideoProperties Properties { get; }

    /// <summary>Which bytes <see cref="Body"/> holds.</summary>
    public ServedRange Range { get; }

    /// <summary>
    /// Exactly the bytes of <see cref="Range"/>, forward only.
    /// </summary>
    /// <remarks>
    /// <para>It must yield all of them or throw: a body that ends early must not look like one that ended.</para>
    /// <para>It must throw nothing but <see cref="VideoStoreException"/>, <see cref="OperationCanceledException"/> and, after disposal, <see cref="ObjectDisposedException"/>.</para>
    /// <para>It must not be written to; it may be unable to seek, and its synchronous reads may block.</para>
    /// </remarks>
    public Stream Body { get; }

    /// <summary>Ends the read. May be called more than once and in the middle of the body.</summary>
    public void Dispose() => Body.Dispose();

    /// <summary>Ends the read. May be called more than once and in the middle of the body.</summary>
    public ValueTask DisposeAsync() => Body.DisposeAsync();
}
