namespace FlixTube.Storage.Azure.Blobs;

/// <summary>
/// The few paths that Azure's own service cannot hold, though it takes them: it drops the dots at the end of a segment,
/// so that <c>a.</c> would read, replace and delete <c>a</c>; and it has at most 254 segments
/// (Naming and Referencing Containers, Blobs, and Metadata). An emulator keeps names as they are.
/// </summary>
internal sealed class BlobNames(Uri service)
{
    private const int MaxSegments = 254;

    /// <summary>Whether every path can name a blob: only emulators, which have the account in the path of their address, can do that.</summary>
    public bool KeepsAll { get; } = service.AbsolutePath.Length > 1;

    public bool CanHold(VideoPath path)
    {
        var name = path.Value;
        return KeepsAll
            || !(name.EndsWith('.') || name.Contains("./", StringComparison.Ordinal) || name.AsSpan().Count('/') >= MaxSegments);
    }

    /// <exception cref="VideoStoreException"><see cref="VideoStoreError.NotFound"/>: there can be no such video.</exception>
    public void RequireReadable(VideoPath path)
    {
        if (!CanHold(path))
            throw VideoStoreException.NotFound(path);
    }

    /// <exception cref="VideoStoreException"><see cref="VideoStoreError.Unsupported"/>.</exception>
    public void RequireWritable(VideoPath path)
    {
        if (!CanHold(path))
        {
            throw new VideoStoreException(
                VideoStoreError.Unsupported,
                $"Azure cannot hold a video named '{path}': no segment may end with a dot, and there may be at most {MaxSegments} segments.")
            {
                Path = path,
            };
        }
    }
}
