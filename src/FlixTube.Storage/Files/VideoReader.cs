using Microsoft.Win32.SafeHandles;

namespace FlixTube.Storage.Files;

/// <summary>Finds, describes and opens videos. What it says and what it opens is of one version, though writers be at work.</summary>
internal sealed class VideoReader(StoreFolder folder, VideoPlaces places, Sidecars sidecars)
{
    // Each attempt that fails is a version that was replaced in the microseconds between two looks at it.
    private const int Attempts = 100;

    public VideoProperties Describe(VideoPath path)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (TryDescribe(path, Find(path)) is { } properties)
                return properties;
        }

        throw Restless(path);
    }

    public VideoRead Open(VideoPath path, ReadOptions options)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var video = Find(path);
            if (TryOpen(video) is not { } file)
                continue;

            try
            {
                if (TryDescribe(path, video) is { } properties)
                {
                    var range = Resolve(path, properties, options);
                    var body = new VideoBody(file, path, video.Version, range);
                    file = null;
                    return new VideoRead(properties, range, body);
                }
            }
            finally
            {
                file?.Dispose();
            }
        }

        throw Restless(path);
    }

    private static ServedRange Resolve(VideoPath path, VideoProperties properties, ReadOptions options)
    {
        if (options.IfMatch is { } tag && !string.Equals(tag, properties.ETag, StringComparison.Ordinal))
            throw VideoStoreException.PreconditionFailed(path);

        if (options.Range is not { } range)
            return new(0, properties.Length);

        return range.TryResolve(properties.Length, out var served)
            ? served
            : throw VideoStoreException.RangeNotSatisfiable(path, range, properties.Length);
    }

    // An open file keeps its bytes when another is put in its place.
    private static SafeFileHandle? TryOpen(PlacedVideo video)
    {
        SafeFileHandle file;
        try
        {
            file = File.OpenHandle(video.File, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        var entry = FileEntry.Of(file);
        if (entry.Kind == EntryKind.File && entry.Version == video.Version)
            return file;

        file.Dispose();
        return null;
    }

    /// <returns><c>null</c> when the version has been replaced, and its sidecar removed before it could be read.</returns>
    private VideoProperties? TryDescribe(VideoPath path, PlacedVideo video)
    {
        var sidecar = sidecars.Find(path, video.Version);
        if (sidecar is null && places.Find(path) != video)
            return null;

        return new VideoProperties
        {
            Path = path,
            Length = video.Version.Length,
            ETag = video.Version.ETag,
            LastModified = video.Version.LastModified,
            ContentType = sidecar?.ContentType ?? VideoContentType.FromName(path),
            ContentHash = sidecar?.Sha256,
            Metadata = sidecar is null ? VideoMetadata.Empty : new(sidecar.Metadata),
        };
    }

    private PlacedVideo Find(VideoPath path)
    {
        if (places.Find(path) is { } video)
            return video;

        folder.EnsurePresent();
        throw VideoStoreException.NotFound(path);
    }

    private static VideoStoreException Restless(VideoPath path) =>
        new(VideoStoreError.Unavailable, $"The video '{path}' is being replaced too fast to be read.") { Path = path };
}
