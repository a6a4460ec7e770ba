using System.Security.Cryptography;

namespace FlixTube.Storage.Switching.Probing;

/// <summary>Probes with an object of its own.</summary>
internal sealed class WritingProbe(IVideoStore store, ProbeOptions options)
{
    private const int Length = 8192;
    private const int Offset = 1000;
    private const int Count = 3000;

    // No probe takes this long, and no two clocks are this far apart.
    private static readonly TimeSpan NobodysAge = TimeSpan.FromHours(1);

    private readonly ProbeRun _run = new(options);
    private readonly VideoPath _path = VideoPath.Parse(VideoStoreProbe.ReservedPrefix + Guid.NewGuid().ToString("n"));
    private readonly byte[] _content = RandomNumberGenerator.GetBytes(Length);
    private string _etag = "";

    public async Task<ProbeReport> RunAsync(CancellationToken cancellationToken)
    {
        if (!await _run.TryAsync("list", token => store.ListPageAsync(new ListOptions { PageSize = 1 }, token), cancellationToken).ConfigureAwait(false))
            return _run.Report;

        var created = false;
        try
        {
            created = await _run.TryAsync("create", CreateAsync, cancellationToken).ConfigureAwait(false);
            _ = created
                && await _run.TryAsync("stat", StatAsync, cancellationToken).ConfigureAwait(false)
                && await _run.TryAsync("read", ReadAsync, cancellationToken).ConfigureAwait(false)
                && await _run.TryAsync("pin", PinAsync, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // What failed to be created may be there nevertheless, but only what is there for sure is worth a step.
            var clearingUp = created ? _run : new ProbeRun(options);
            await clearingUp.ClearUpAsync("delete", token => store.DeleteAsync(_path, cancellationToken: token)).ConfigureAwait(false);
        }

        if (_run.Report.Succeeded)
            await new ProbeRun(options).ClearUpAsync("sweep", SweepAsync).ConfigureAwait(false);

        return _run.Report;
    }

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        VideoProperties properties;
        using (var content = new MemoryStream(_content, writable: false))
            properties = await store.WriteAsync(_path, content, cancellationToken: cancellationToken).ConfigureAwait(false);

        // It ended after all, when nobody waited any longer.
        if (cancellationToken.IsCancellationRequested)
            await store.DeleteAsync(_path, cancellationToken: CancellationToken.None).ConfigureAwait(false);

        Check(properties);
        _etag = properties.ETag;
    }

    private async Task StatAsync(CancellationToken cancellationToken)
    {
        var properties = await store.GetPropertiesAsync(_path, cancellationToken).ConfigureAwait(false);
        Check(properties);
        if (!string.Equals(properties.ETag, _etag, StringComparison.Ordinal))
            throw CheckedRead.Wrong("The store calls the same version by two ETags: reads cannot be pinned.");
    }

    private void Check(VideoProperties properties)
    {
        if (properties.Length != Length)
            throw CheckedRead.Wrong($"The store was given {Length} bytes and says that it has {properties.Length}.");

        if (!string.Equals(properties.ContentHash, Convert.ToHexStringLower(SHA256.HashData(_content)), StringComparison.Ordinal))
            throw CheckedRead.Wrong("The store does not keep the SHA-256 of the content with the object: does something in between drop its metadata?");
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var bytes = await CheckedRead.BytesAsync(
            store, _path, _etag, ByteRange.Slice(Offset, Count), new ServedRange(Offset, Count), cancellationToken).ConfigureAwait(false);
        if (!bytes.AsSpan().SequenceEqual(_content.AsSpan(Offset, Count)))
            throw CheckedRead.Wrong("The store serves other bytes than it was given.");
    }

    private async Task PinAsync(CancellationToken cancellationToken)
    {
        try
        {
            var read = await store.OpenReadAsync(_path, new ReadOptions { IfMatch = _etag + "0" }, cancellationToken).ConfigureAwait(false);
            await read.DisposeAsync().ConfigureAwait(false);
        }
        catch (VideoStoreException e) when (e.Error == VideoStoreError.PreconditionFailed)
        {
            return;
        }

        throw CheckedRead.Wrong("The store serves a version that it was asked not to serve: it does not pin reads.");
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        var page = await store.ListPageAsync(new ListOptions { Prefix = VideoStoreProbe.ReservedPrefix }, cancellationToken).ConfigureAwait(false);
        foreach (var left in page.Videos.Where(left => left.LastModified < options.Time.GetUtcNow() - NobodysAge))
            await store.DeleteAsync(left.Path, cancellationToken: cancellationToken).ConfigureAwait(false);
    }
}
