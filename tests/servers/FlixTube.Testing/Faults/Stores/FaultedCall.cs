using FlixTube.Storage;

namespace FlixTube.Testing.Faults.Stores;

/// <summary>One call of a store over a video that is there, and what is there after it.</summary>
/// <param name="store">Whom to call.</param>
/// <param name="path">The video.</param>
/// <param name="old">Its bytes.</param>
/// <param name="call">What to do.</param>
/// <param name="replacement">The bytes that a write writes.</param>
internal sealed class FaultedCall(IVideoStore store, VideoPath path, byte[] old, StoreCall call, byte[] replacement)
{
    /// <summary>The bytes of the video when the call has succeeded; <c>null</c> when there is none.</summary>
    public byte[]? Result => call switch
    {
        StoreCall.Write or StoreCall.WritePart or StoreCall.Commit => replacement,
        StoreCall.Delete => null,
        _ => old,
    };

    /// <summary>Makes the call and compares what it yields.</summary>
    public Task MakeAsync() => call switch
    {
        StoreCall.OpenRead or StoreCall.ReadBody or StoreCall.ResumeRead => ReadAsync(),
        StoreCall.Stat => StatAsync(),
        StoreCall.List => ListAsync(),
        StoreCall.Delete => store.DeleteAsync(path),
        _ => WriteAsync(),
    };

    private async Task ReadAsync()
    {
        using var received = new MemoryStream();
        await store.ReadToAsync(path, received);
        if (!received.ToArray().AsSpan().SequenceEqual(old))
            throw new InvalidDataException("Other bytes were read than are there.");
    }

    private async Task StatAsync()
    {
        if ((await store.GetPropertiesAsync(path)).Length != old.Length)
            throw new InvalidDataException("The properties are wrong.");
    }

    private async Task ListAsync()
    {
        var page = await store.ListPageAsync(new ListOptions { Prefix = path.Value });
        if (!page.Videos.Select(video => video.Path).SequenceEqual([path]))
            throw new InvalidDataException("The page is wrong.");
    }

    private async Task WriteAsync()
    {
        var written = await store.WriteAsync(path, new MemoryStream(replacement));
        if (written.Length != replacement.Length)
            throw new InvalidDataException("What was written has another length.");
    }
}
