using System.Buffers;
using System.Security.Cryptography;

namespace FlixTube.Storage.Uploads;

/// <summary>
/// Moves a source of unknown length to a service in parts: the next part is read while one is uploaded, so that two are
/// in memory at most, and the SHA-256 is computed on the way.
/// </summary>
public static class PartPump
{
    /// <summary>
    /// Reads <paramref name="source"/> to its end and uploads it part by part, in order, one at a time. Every part but
    /// the last has exactly <paramref name="partSize"/> bytes; an empty source is one empty part.
    /// </summary>
    /// <remarks>A failure of the source or of an upload ends the other and is thrown as it is.</remarks>
    public static async Task RunAsync(
        Stream source, int partSize, Func<SourcePart, CancellationToken, Task> upload, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(upload);
        ArgumentOutOfRangeException.ThrowIfLessThan(partSize, 1);

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // Whether another byte comes is how the last part is known. It is kept apart: the pool's arrays are powers of two,
        // and one byte more than a part would make them twice as long.
        var next = new byte[1];
        var filling = ArrayPool<byte>.Shared.Rent(partSize);
        var uploading = ArrayPool<byte>.Shared.Rent(partSize);
        var current = Task.CompletedTask;
        try
        {
            var carried = 0;
            var offset = 0L;
            for (var number = 1; ; number++)
            {
                var filled = carried + await source
                    .ReadAtLeastAsync(filling.AsMemory(carried, partSize - carried), partSize - carried, throwOnEndOfStream: false, failed.Token)
                    .ConfigureAwait(false);
                var isLast = filled < partSize
                    || await source.ReadAtLeastAsync(next, 1, throwOnEndOfStream: false, failed.Token).ConfigureAwait(false) == 0;
                var content = filling.AsMemory(0, filled);
                hash.AppendData(content.Span);
                var part = new SourcePart(number, offset, content, isLast, isLast ? Convert.ToHexStringLower(hash.GetHashAndReset()) : null);

                await current.ConfigureAwait(false);
                if (!isLast)
                {
                    uploading[0] = next[0];
                    carried = 1;
                }

                current = UploadAsync(part);
                if (isLast)
                {
                    await current.ConfigureAwait(false);
                    return;
                }

                offset += partSize;
                (filling, uploading) = (uploading, filling);
            }
        }
        catch (Exception e)
        {
            // The upload still reads from its buffer, so it is waited for.
            await failed.CancelAsync().ConfigureAwait(false);
            await current.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // The source was only cancelled because the upload failed: that is the failure to report.
            if (e is OperationCanceledException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await current.ConfigureAwait(false);
            }

            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(filling);
            ArrayPool<byte>.Shared.Return(uploading);
        }

        async Task UploadAsync(SourcePart part)
        {
            try
            {
                await upload(part, failed.Token).ConfigureAwait(false);
            }
            catch
            {
                await failed.CancelAsync().ConfigureAwait(false);
                throw;
            }
        }
    }
}
