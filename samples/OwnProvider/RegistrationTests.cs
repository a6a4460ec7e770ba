using FlixTube.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace OwnProvider;

/// <summary>How a service comes to use the store.</summary>
public sealed class RegistrationTests
{
    [Test]
    public async Task Configuration_chooses_the_store()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("VideoStorage:Provider", "memory")])
            .Build();

        var services = new ServiceCollection();
        services.AddVideoStorage(configuration)
            .AddProvider(new MemoryStoreProvider());

        await using var provider = services.BuildServiceProvider();
        var videos = provider.GetRequiredKeyedService<IVideoStore>(VideoStorage.ServiceName);

        await videos.WriteAsync(VideoPath.Parse("holiday.mp4"), new MemoryStream([1, 2, 3]));
        Assert.That((await videos.GetPropertiesAsync(VideoPath.Parse("holiday.mp4"))).Length, Is.EqualTo(3));
        Assert.That(videos.Capabilities.Provider, Is.EqualTo("memory"));
    }
}
