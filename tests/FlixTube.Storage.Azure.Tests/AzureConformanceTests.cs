using System.Text;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using FlixTube.Storage.Conformance;
using FlixTube.Testing.Servers.Azurite;

namespace FlixTube.Storage.Azure.Tests;

/// <summary>The whole contract on Azurite.</summary>
#pragma warning disable CA1001 // The store disposes of the handler that it is given.
internal sealed class AzureConformanceTests : VideoStoreConformance
#pragma warning restore CA1001
{
    private readonly AzureStoreOptions _defaults = new();
    private TestContainer _container = null!;
    private WatchingHandler _network = null!;

    protected override bool IsComplete => true;

    protected override bool IsSlow => true;

    protected override int PartLength => _defaults.PartSizeBytes;

    protected override long? RequestCount => _network.Requests;

    protected override long? ContentBytesTaken => _network.ContentBytes;

    protected override int? OpenBodyCount => _network.OpenBodies;

    protected override IReadOnlyCollection<string> Secrets => [AzuriteServer.AccountKey];

    protected override async Task<IVideoStore> CreateStoreAsync()
    {
        _container = await TestContainer.CreateAsync();
        _network = new WatchingHandler(_container.Options.Network.CreateHandler());
        return new AzureVideoStore(_container.Options, TimeProvider.System, credential: null, _network);
    }

    protected override async Task DeleteStoreAsync(IVideoStore store)
    {
        await base.DeleteStoreAsync(store);
        await _container.DisposeAsync();
    }

    protected override async Task<bool> TryPlantAsync(string name, ReadOnlyMemory<byte> content)
    {
        var blob = _container.Client.GetBlobClient(name);
        await blob.UploadAsync(
            BinaryData.FromBytes(content),
            new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = VideoPath.TryParse(name, out var path) ? VideoContentType.FromName(path) : null } });

        // The client and the service take some names for others ("a/./b" for "a/b"), so what there is now is asked for.
        var folder = name[..name.IndexOf('/', StringComparison.Ordinal)];
        var there = await _container.Client.GetBlobsAsync(BlobTraits.None, BlobStates.None, folder, default).Select(b => b.Name).ToListAsync();
        if (there.Contains(name))
            return true;

        foreach (var other in there)
            await _container.Client.DeleteBlobAsync(other);
        return false;
    }

    // A list may name one block many times.
    protected override async Task<bool> TryPlantSparseAsync(VideoPath path, long length, IReadOnlyDictionary<long, byte> marks)
    {
        const int Large = 64 * 1024 * 1024;
        var blob = _container.Client.GetBlockBlobClient(path.Value);
        var blocks = new List<string>();
        var staged = new HashSet<string>();
        long end = 0;
        foreach (var (offset, value) in marks.OrderBy(m => m.Key).Append(new(length, 0)))
        {
            while (end < offset)
            {
                var zeros = (int)Math.Min(Large, offset - end);
                await AppendAsync($"zeros-{zeros:d10}", new byte[zeros]);
            }

            if (offset < length)
                await AppendAsync($"value-{value:d10}", [value]);
        }

        await blob.CommitBlockListAsync(blocks);
        return true;

        async Task AppendAsync(string name, byte[] bytes)
        {
            var id = Convert.ToBase64String(Encoding.UTF8.GetBytes(name));
            if (staged.Add(id))
                await blob.StageBlockAsync(id, new MemoryStream(bytes));

            blocks.Add(id);
            end += bytes.Length;
        }
    }

    protected override Task<bool> TryBreakNextBodyAsync(long afterBytes)
    {
        _network.BreakNextBody(afterBytes);
        return Task.FromResult(true);
    }

    protected override Task<IVideoStore?> CreateUnreachableStoreAsync()
    {
        var options = new AzureStoreOptions
        {
            ServiceUri = new Uri($"http://127.0.0.1:1/{AzuriteServer.AccountName}"),
            AccountName = AzuriteServer.AccountName,
            AccountKey = AzuriteServer.AccountKey,
        };
        return Task.FromResult<IVideoStore?>(new AzureVideoStore(options));
    }

    protected override async Task<IVideoStore?> CreateRefusedStoreAsync()
    {
        var server = await SharedAzurite.GetAsync();
        return new AzureVideoStore(new AzureStoreOptions
        {
            ServiceUri = server.ServiceUri,
            AccountName = AzuriteServer.AccountName,
            AccountKey = Convert.ToBase64String(new byte[64]),
            Container = _container.Options.Container,
        });
    }
}
