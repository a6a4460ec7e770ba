using System.Runtime.CompilerServices;

namespace FlixTube.Storage;

/// <summary>What can be made of the five calls of <see cref="IVideoStore"/>, for any store.</summary>
public static class VideoStoreExtensions
{
    /// <summary>The properties of a video, or <c>null</c> when there is none.</summary>
    public static async Task<VideoProperties?> FindPropertiesAsync(
        this IVideoStore store, VideoPath path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        try
        {
            return await store.GetPropertiesAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (VideoStoreException e) when (e.Error == VideoStoreError.NotFound)
        {
            return null;
        }
    }

    /// <summary>All videos whose paths begin with <paramref name="prefix"/>, in order, one page in memory at a time.</summary>
    public static async IAsyncEnumerable<VideoListItem> ListAsync(
        this IVideoStore store, string? prefix = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var options = new ListOptions { Prefix = prefix };
        do
        {
            var page = await store.ListPageAsync(options, cancellationToken).ConfigureAwait(false);
            foreach (var video in page.Videos)
                yield return video;

            options = options with { PageToken = page.NextPageToken };
        }
        while (options.PageToken is not null);
    }

    /// <summary>Writes the bytes of a video, or of a range of it, to <paramref name="destination"/>.</summary>
    /// <returns>The properties of the version that was read.</returns>
    public static async Task<VideoProperties> ReadToAsync(
        this IVideoStore store, VideoPath path, Stream destination, ReadOptions options = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(destination);
        var read = await store.OpenReadAsync(path, options, cancellationToken).ConfigureAwait(false);
        await using (read.ConfigureAwait(false))
        {
            await read.Body.CopyToAsync(destination, cancellationToken).ConfigureAwait(false);
            return read.Properties;
        }
    }

    /// <summary>
    /// Streams a video into another store, with its content type and metadata, in the memory of one read and one write.
    /// </summary>
    /// <returns>
    /// The properties of the copy. Its <see cref="VideoProperties.ContentHash"/> is that of the bytes which arrived:
    /// compare it with the source's to verify the copy.
    /// </returns>
    public static async Task<VideoProperties> CopyToAsync(
        this IVideoStore source, VideoPath path, IVideoStore destination, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);
        var read = await source.OpenReadAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false);
        await using (read.ConfigureAwait(false))
        {
            options = (options ?? WriteOptions.Default) with
            {
                ContentType = read.Properties.ContentType,
                Metadata = read.Properties.Metadata,
            };
            return await destination.WriteAsync(path, read.Body, options, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// A stream over one version of a video that can seek, for readers that need to (a container parser, an archive).
    /// </summary>
    /// <remarks>
    /// Opening it is one request, and so is the first read after each seek that goes elsewhere: it is for few and long
    /// reads. Only asynchronous reads are supported. When the video is replaced, the next request fails with
    /// <see cref="VideoStoreError.PreconditionFailed"/>. Not thread-safe.
    /// </remarks>
    public static async Task<Stream> OpenSeekableAsync(
        this IVideoStore store, VideoPath path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        return new SeekableVideoStream(store, await store.OpenReadAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false));
    }
}
