using System.Buffers;
using System.Security.Cryptography;

namespace FlixTube.Storage.Files;

/// <summary>Writes videos: the bytes go to a temporary file first, and only a whole one takes its place, with its sidecar there before it.</summary>
internal sealed class VideoWriter(StoreFolder folder, VideoPlaces places, Sidecars sidecars, PathLocks locks, VersionClock clock)
{
    private const int BufferSize = 256 * 1024;

    // Each attempt that fails is a folder or file that appeared in the way in the milliseconds since the last look.
    private const int Attempts = 100;

    public async Task<VideoProperties> WriteAsync(VideoPath path, Stream content, WriteOptions options, CancellationToken cancellationToken)
    {
        using var file = Begin(path, options);
        var hash = await ReceiveAsync(path, content, file, cancellationToken).ConfigureAwait(false);
        var sidecar = new Sidecar { Path = path.Value, ContentType = options.ContentType, Sha256 = hash, Metadata = new(options.Metadata, StringComparer.Ordinal) };
        try
        {
            // Outside the lock, because it can take long: most of the bytes go to the disk here.
            await Task.Run(() => file.Finish(clock, places.Find(path)?.Version), cancellationToken).ConfigureAwait(false);

            using (await locks.AcquireAsync(path, cancellationToken).ConfigureAwait(false))
                await Task.Run(() => Commit(path, file, sidecar, options), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (OperationCanceledException or VideoStoreException))
        {
            throw FileErrors.Translate(e, path);
        }

        return new VideoProperties
        {
            Path = path,
            Length = file.Version.Length,
            ETag = file.Version.ETag,
            LastModified = file.Version.LastModified,
            ContentType = options.ContentType ?? VideoContentType.FromName(path),
            ContentHash = hash,
            Metadata = options.Metadata,
        };
    }

    private static async Task<string> ReceiveAsync(VideoPath path, Stream content, TemporaryFile file, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            int count;
            do
            {
                // Whatever the source throws reaches the caller as it is.
                count = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                hash.AppendData(buffer, 0, count);
                try
                {
                    await file.AppendAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    throw FileErrors.Translate(e, path);
                }
            }
            while (count == buffer.Length);

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void EnsureConditions(VideoPath path, PlacedVideo? present, WriteOptions options)
    {
        if (options.CreateOnly && present is not null)
            throw VideoStoreException.AlreadyExists(path);

        if (options.IfMatch is { } tag && !string.Equals(tag, present?.Version.ETag, StringComparison.Ordinal))
            throw VideoStoreException.PreconditionFailed(path);
    }

    private TemporaryFile Begin(VideoPath path, WriteOptions options)
    {
        try
        {
            folder.EnsureWritable();
            EnsureConditions(path, places.Find(path), options);
            return TemporaryFile.Create(folder);
        }
        catch (Exception e) when (e is not VideoStoreException)
        {
            throw FileErrors.Translate(e, path);
        }
    }

    private void Commit(VideoPath path, TemporaryFile file, Sidecar sidecar, WriteOptions options)
    {
        var placed = false;
        try
        {
            var avoidNatural = false;
            for (var attempt = 1; !placed; attempt++)
            {
                var present = places.Find(path);
                EnsureConditions(path, present, options);
                if (present is { } replaced && replaced.Version.Ticks >= file.Version.Ticks)
                    file.Finish(clock, replaced.Version);

                sidecars.Save(path, file.Version, sidecar);
                var place = present?.File ?? places.Free(path, avoidNatural);
                try
                {
                    placed = DurableFolders.Place(file.FullPath, place, places.RootOf(place), replace: !options.CreateOnly);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    DurableFolders.RemoveEmpty(Path.GetDirectoryName(place)!, places.RootOf(place));
                    avoidNatural |= FileErrors.MeansImpossiblePlace(e);
                    var next = places.Find(path)?.File ?? places.Free(path, avoidNatural);
                    if (string.Equals(next, place, StringComparison.Ordinal))
                        throw;
                }

                if (attempt == Attempts)
                    throw new IOException("its place is taken by others all the time");
            }
        }
        finally
        {
            sidecars.RemoveOthers(path, placed ? file.Version : places.Find(path)?.Version);
        }
    }
}
