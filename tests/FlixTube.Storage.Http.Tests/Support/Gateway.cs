using FlixTube.Testing.Hosts;

namespace FlixTube.Storage.Http.Tests.Support;

/// <summary>The host as a program, over some store, and what a test does to that store behind its back.</summary>
internal sealed class Gateway(HostProcess host, IAsyncDisposable? server = null) : IAsyncDisposable
{
    public HostProcess Host { get; } = host;

    public Func<string, ReadOnlyMemory<byte>, Task<bool>> TryPlantAsync { get; init; } = static (_, _) => Task.FromResult(false);

    public Func<VideoPath, long, IReadOnlyDictionary<long, byte>, Task<bool>> TryPlantSparseAsync { get; init; } = static (_, _, _) => Task.FromResult(false);

    /// <summary>What unfinished writes have left at the store; <c>null</c> when that cannot be seen.</summary>
    public Func<IReadOnlyCollection<string>>? FindLeftovers { get; init; }

    public static Task<HostProcess> StartHostAsync(Dictionary<string, string>? settings = null) =>
        HostProcess.StartAsync(new Dictionary<string, string>(settings ?? []) { ["Access:JwtKey"] = Tokens.Key, ["Access:MaxTokenLifetime"] = "1.00:00:00" });

    /// <summary>Over a folder of its own.</summary>
    public static async Task<Gateway> OverFolderAsync()
    {
        var host = await StartHostAsync();
        var folder = new VideoFolder(host.Videos);
        return new Gateway(host)
        {
            TryPlantAsync = folder.TryPlantAsync,
            TryPlantSparseAsync = folder.PlantSparseAsync,
            FindLeftovers = folder.FindLeftovers,
        };
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        if (server is not null)
            await server.DisposeAsync();
    }
}
