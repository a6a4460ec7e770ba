using FlixTube.Storage;
using FlixTube.Storage.Conformance;
using FlixTube.Storage.Files;
using NUnit.Framework;

namespace OwnProvider;

/// <summary>The whole contract, over a store of your own: here the local one stands in for it.</summary>
[TestFixture]
public sealed class OwnStoreConformance : VideoStoreConformance
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("own-provider-");

    protected override Task<IVideoStore> CreateStoreAsync() =>
        Task.FromResult<IVideoStore>(new FileVideoStore(new FileStoreOptions { Root = _folder.FullName }));

    protected override async Task DeleteStoreAsync(IVideoStore store)
    {
        await base.DeleteStoreAsync(store);
        _folder.Delete(recursive: true);
    }
}
