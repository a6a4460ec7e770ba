using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FlixTube.Storage.Http.Tests.Registration;

internal sealed class HttpStoreProviderTests
{
    private static ServiceProvider Services(params (string Key, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Append(("VideoStorage:Provider", "http")).ToDictionary(s => s.Item1, s => s.Item2))
            .Build();
        var services = new ServiceCollection();
        services.AddVideoStorage(configuration).AddHttp();
        return services.BuildServiceProvider();
    }

    [TestCase("")]
    [TestCase("/")]
    public async Task Configuration_makes_a_store_over_the_gateway(string end)
    {
        await using var services = Services(("VideoStorage:Http:BaseAddress", SharedGateway.Address.AbsoluteUri.TrimEnd('/') + end));
        var store = services.GetRequiredKeyedService<IVideoStore>(VideoStorage.ServiceName);

        Assert.That(store.Capabilities.Provider, Is.EqualTo("http"));
        Assert.That(await store.FindPropertiesAsync(VideoPath.Parse("nothing")), Is.Null);
    }

    [TestCase("VideoStorage:Http:BaseAddress", null)]
    [TestCase("VideoStorage:Http:BaseAddress", "video-storage")]
    [TestCase("VideoStorage:Http:BaseAddress", "ftp://video-storage")]
    [TestCase("VideoStorage:Http:BaseAddress", "http://user:secret-4711@video-storage")]
    [TestCase("VideoStorage:Http:BaseAddress", "http://video-storage/?a=b")]
    [TestCase("VideoStorage:Http:Token", "secret-4711\n")]
    [TestCase("VideoStorage:Http:JwtKey", "secret-4711")]
    [TestCase("VideoStorage:Http:Network:IdleTimeout", "00:00:00")]
    [TestCase("VideoStorage:Http:Network:MaxRetries", "many")]
    public async Task A_bad_setting_is_named_by_its_key_and_shows_no_secret(string key, string? value)
    {
        var settings = new Dictionary<string, string?> { ["VideoStorage:Http:BaseAddress"] = "http://video-storage", [key] = value };
        await using var services = Services([.. settings.Select(s => (s.Key, s.Value))]);

        var failure = Assert.Throws<OptionsValidationException>(() => services.GetRequiredKeyedService<IVideoStore>(VideoStorage.ServiceName));

        Assert.That(failure!.Failures.Single(), Does.Contain(key[..key.LastIndexOf(':')]).And.Not.Contain("secret-4711"));
    }
}
