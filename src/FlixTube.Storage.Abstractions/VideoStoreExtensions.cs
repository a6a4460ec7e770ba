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

    /// <summary>Opens more of a version that was read or described before, though another store may hold it by now.</summary>
    /// <remarks>
    /// The pin is the store's ETag, as in any read. Where that says no, it is the content's hash: behind
    /// <see cref="VideoStorage.ServiceName"/> another store with the same videos may answer the next call. One request, or
    /// two when the pin did not hold.
    /// </remarks>
    /// <param name="store">The store, or what is behind the name now.</param>
    /// <param name="version">What a read or <see cref="IVideoStore.GetPropertiesAsync"/> gave.</param>
    /// <param name="range">The bytes wanted; <c>null</c> for all.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="VideoStoreException">
    /// <see cref="VideoStoreError.PreconditionFailed"/>: there is another version; the others as of any read.
    /// </exception>
    public static async Task<VideoRead> OpenVersionAsync(
        this IVideoStore store, VideoProperties version, ByteRange? range = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(version);
        try
        {
            return await store.OpenReadAsync(version.Path, new ReadOptions { Range = range, IfMatch = version.ETag }, cancellationToken).ConfigureAwait(false);
        }
        catch (VideoStoreException e) when (e.Error == VideoStoreError.PreconditionFailed && version.ContentHash is not null)
        {
            var read = await store.OpenReadAsync(version.Path, new ReadOptions { Range = range }, cancellationToken).ConfigureAwait(false);
            if (string.Equals(read.Properties.ContentHash, version.ContentHash, StringComparison.Ordinal))
                return read;

            await read.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// A stream over one version of a video that can seek, for readers that need to (a container parser, an archive).
    /// </summary>
    /// <remarks>
    /// Opening it is one request, and so is the first read after each seek that goes elsewhere: it is for few and long
    /// reads. Only asynchronous reads are supported. When the video is replaced by other content, the next
    /// request fails with <see cref="VideoStoreError.PreconditionFailed"/>. Not thread-safe.
    /// </remarks>
    public static async Task<Stream> OpenSeekableAsync(
        this IVideoStore store, VideoPath path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        return new SeekableVideoStream(store, await store.OpenReadAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false));
    }
}
