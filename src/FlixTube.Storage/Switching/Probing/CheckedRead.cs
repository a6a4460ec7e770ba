namespace FlixTube.Storage.Switching.Probing;

/// <summary>A read that believes nothing.</summary>
internal static class CheckedRead
{
    /// <summary>Reads a range of one version.</summary>
    /// <exception cref="VideoStoreException">The store failed, or answered with another range, version or number of bytes than it was asked for.</exception>
    public static async Task<byte[]> BytesAsync(IVideoStore store, VideoPath path, string etag, ByteRange range, ServedRange expected, CancellationToken cancellationToken)
    {
        var read = await store.OpenReadAsync(path, new ReadOptions { Range = range, IfMatch = etag }, cancellationToken).ConfigureAwait(false);
        await using (read.ConfigureAwait(false))
        {
            if (read.Range != expected)
                throw Wrong($"The store was asked for the bytes {range} and says that it serves {read.Range.Length} from {read.Range.Offset}: it does not do ranges.");

            if (!string.Equals(read.Properties.ETag, etag, StringComparison.Ordinal))
                throw Wrong("The store serves another version than the one that it was asked for: it does not pin reads.");

            // One more than wanted, to see whether it ends where it says.
            var bytes = new byte[expected.Length + 1];
            var count = await read.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return count == expected.Length
                ? bytes[..count]
                : throw Wrong($"The store said that it serves {expected.Length} bytes and sent {(count > expected.Length ? "more" : "only " + count)}.");
        }
    }

    public static VideoStoreException Wrong(string message) => new(VideoStoreError.Internal, message);
}
