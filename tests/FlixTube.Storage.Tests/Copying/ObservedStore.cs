using System.Collections.Concurrent;

namespace FlixTube.Storage.Tests.Copying;

/// <summary>A store that tells what is asked of another one, and does something else first when a test wants so.</summary>
internal sealed class ObservedStore(IVideoStore store) : IVideoStore
{
    private readonly ConcurrentQueue<string> _calls = new();

    /// <summary>What was asked so far: <c>write a.mp4</c>, <c>list</c>.</summary>
    public string[] Calls => [.. _calls];

    /// <summary>Runs before each call.</summary>
    public Func<string, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs after each write.</summary>
    public Action AfterWrite { get; set; } = () => { };

    /// <summary>Changes the body of a read.</summary>
    public Func<Stream, Stream> Body { get; set; } = body => body;

    public VideoStoreCapabilities Capabilities { get; set; } = store.Capabilities;

    public string[] CallsOf(string verb) => [.. _calls.Where(call => call.StartsWith(verb, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public async Task<VideoRead> OpenReadAsync(VideoPath path, ReadOptions options = default, CancellationToken cancellationToken = default)
    {
        await CallAsync($"read {path}");
        var read = await store.OpenReadAsync(path, options, cancellationToken);
        return new VideoRead(read.Properties, read.Range, Body(read.Body));
    }

    public async Task<VideoProperties> GetPropertiesAsync(VideoPath path, CancellationToken cancellationToken = default)
    {
        await CallAsync($"stat {path}");
        return await store.GetPropertiesAsync(path, cancellationToken);
    }

    public async Task<VideoProperties> WriteAsync(VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        await CallAsync($"write {path}");
        var written = await store.WriteAsync(path, content, options, cancellationToken);
        AfterWrite();
        return written;
    }

    public async Task DeleteAsync(VideoPath path, DeleteOptions options = default, CancellationToken cancellationToken = default)
    {
        await CallAsync($"delete {path}");
        await store.DeleteAsync(path, options, cancellationToken);
    }

    public async Task<VideoPage> ListPageAsync(ListOptions options = default, CancellationToken cancellationToken = default)
    {
        await CallAsync("list");
        return await store.ListPageAsync(options with { PageSize = 2 }, cancellationToken);
    }

    /// <summary>Makes one call fail, once.</summary>
    public void FailOnce(string call, VideoStoreException failure)
    {
        var armed = 1;
        Before = now => now == call && Interlocked.Exchange(ref armed, 0) == 1 ? throw failure : Task.CompletedTask;
    }

    private Task CallAsync(string call)
    {
        _calls.Enqueue(call);
        return Before(call);
    }
}
