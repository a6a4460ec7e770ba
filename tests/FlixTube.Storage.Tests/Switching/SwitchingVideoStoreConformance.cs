using FlixTube.Storage.Conformance;
using FlixTube.Storage.Tests.Switching.Support;

namespace FlixTube.Storage.Tests.Switching;

/// <summary>The service behind the constant name is a store like any other.</summary>
public sealed class SwitchingVideoStoreConformance : VideoStoreConformance
{
    private readonly List<Service> _services = [];

    protected override Task<IVideoStore> CreateStoreAsync()
    {
        _services.Add(new Service());
        return Task.FromResult(_services[^1].Store);
    }

    [OneTimeTearDown]
    public async Task RemoveFolders()
    {
        foreach (var service in _services)
            await service.DisposeAsync();
    }

    protected override int? OpenBodyCount => _services[^1].Stores.Sum(static store => store.OpenBodies);
}
