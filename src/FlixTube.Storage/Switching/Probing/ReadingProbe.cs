namespace FlixTube.Storage.Switching.Probing;

/// <summary>Probes with a video that is there, and changes nothing.</summary>
internal sealed class ReadingProbe(IVideoStore store, ProbeOptions options)
{
    private const int LongestRead = 64 * 1024;

    // Pages may be empty though others follow, but not for ever.
    private const int MaxPages = 10;

    private readonly ProbeRun _run = new(options);
    private VideoListItem? _video;
    private VideoProperties? _properties;

    public async Task<ProbeReport> RunAsync(CancellationToken cancellationToken)
    {
        if (!await _run.TryAsync("list", ListAsync, cancellationToken).ConfigureAwait(false))
            return _run.Report;

        if (_video is null)
            _run.Skip("read", "The store has no video that could be read.");
        else if (await _run.TryAsync("stat", StatAsync, cancellationToken).ConfigureAwait(false))
            await _run.TryAsync("read", ReadAsync, cancellationToken).ConfigureAwait(false);

        return _run.Report;
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        var next = new ListOptions { PageSize = 100 };
        for (var pages = 0; pages < MaxPages && _video is null; pages++)
        {
            var page = await store.ListPageAsync(next, cancellationToken).ConfigureAwait(false);
            _video = page.Videos.FirstOrDefault(video => video.Length > 0 && !VideoStoreProbe.IsReserved(video.Path));
            next = next with { PageToken = page.NextPageToken };
            if (page.NextPageToken is null)
                return;
        }
    }

    private async Task StatAsync(CancellationToken cancellationToken) =>
        _properties = await store.GetPropertiesAsync(_video!.Path, cancellationToken).ConfigureAwait(false);

    // Two ranges that overlap: a store that ignores ranges, or counts from elsewhere, contradicts itself.
    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var (path, etag, length) = (_properties!.Path, _properties.ETag, _properties.Length);
        var offset = length / 2;
        var first = await RangeAsync(offset).ConfigureAwait(false);
        if (first.Length < 2)
            return;

        var second = await RangeAsync(offset + 1).ConfigureAwait(false);
        if (!first.AsSpan(1).SequenceEqual(second.AsSpan(0, first.Length - 1)))
            throw CheckedRead.Wrong("The store serves different bytes for the same part of a video: it does not do ranges.");

        Task<byte[]> RangeAsync(long from)
        {
            var served = new ServedRange(from, Math.Min(LongestRead, length - from));
            return CheckedRead.BytesAsync(store, path, etag, ByteRange.Slice(from, served.Length), served, cancellationToken);
        }
    }
}
