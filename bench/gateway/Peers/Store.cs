using System.Globalization;
using FlixTube.Bench.Gateway.Load;
using FlixTube.Testing.Programs;

namespace FlixTube.Bench.Gateway.Peers;

/// <summary>The ideal object store that all gateways read from, and its record of what they asked for.</summary>
internal sealed class Store : IAsyncDisposable
{
    private readonly TemporaryFolder _content;
    private readonly string _log;

    private Store(Server server, TemporaryFolder content, string log)
    {
        Server = server;
        _content = content;
        _log = log;
    }

    public Server Server { get; }

    public int Port => Server.Port;

    /// <summary>The folder whose <c>videos</c> are served.</summary>
    public string Content => _content.FullPath;

    public static async Task<Store> StartAsync()
    {
        var content = new TemporaryFolder();
        File.SetUnixFileMode(content.FullPath, (UnixFileMode)0b111_101_101);
        await VideoContent.CreateAsync(content.PathOf("videos"));

        var folder = new TemporaryFolder();
        var server = await Nginx.StartAsync("store", "store.conf", Server.FreePort(), storePort: 0, content.FullPath, folder);
        return new Store(server, content, folder.PathOf("access.log"));
    }

    /// <summary>How many requests for videos there were so far, and how many bytes of bodies they took.</summary>
    public (long Requests, long Bytes) Served()
    {
        using var file = new FileStream(_log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var lines = new StreamReader(file);
        long requests = 0, bytes = 0;
        while (lines.ReadLine() is { } line)
        {
            // Method, status, bytes, target. Listings and the start-up probe are not a viewer's.
            var fields = line.Split(' ');
            if (fields.Length == 4 && fields[3].Contains(".mp4", StringComparison.Ordinal))
            {
                requests++;
                bytes += long.Parse(fields[2], CultureInfo.InvariantCulture);
            }
        }
        return (requests, bytes);
    }

    /// <summary>As <see cref="Served"/>, once the store has had nothing more to note for a moment: abandoned reads end late.</summary>
    public async Task<(long Requests, long Bytes)> QuietAsync()
    {
        for (var last = Served(); ;)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200));
            var now = Served();
            if (now == last)
                return now;
            last = now;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _content.Dispose();
    }
}
