using FlixTube.Storage.Caching;
using FlixTube.Storage.Files;
using FlixTube.Storage.Tests.Caching.Support;
using FlixTube.Testing.Programs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FlixTube.Storage.Tests.Caching;

public sealed class CacheServicesTests
{
    [Test]
    public async Task The_cache_is_off_unless_it_is_switched_on()
    {
        var origin = new Origin();
        await using var off = Build();
        await using var on = Build(("Enabled", "true"));

        Assert.That(off.GetRequiredService<CacheLayer>().Over(origin, "a"), Is.SameAs(origin));
        Assert.That(on.GetRequiredService<CacheLayer>().Over(origin, "a"), Is.InstanceOf<CachingVideoStore>());
    }

    [Test]
    public async Task The_local_store_is_not_cached()
    {
        using var folder = new TemporaryFolder();
        var files = new FileVideoStore(new FileStoreOptions { Root = folder.FullPath });
        await using var on = Build(("Enabled", "true"));

        Assert.That(on.GetRequiredService<CacheLayer>().Over(files, "a"), Is.SameAs(files));
    }

    [TestCase("MemoryBytes", "1000")]
    [TestCase("DiskBytes", "0")]
    [TestCase("DiskFreeBytes", "-1")]
    [TestCase("RevalidateAfter", "2.00:00:00")]
    [TestCase("MissingFor", "-00:00:01")]
    [TestCase("StaleFor", "8.00:00:00")]
    public async Task A_setting_out_of_bounds_is_named_in_full(string key, string value)
    {
        await using var services = Build((key, value));

        Assert.That(
            services.GetRequiredService<CacheLayer>,
            Throws.InstanceOf<OptionsValidationException>().With.Message.StartsWith($"VideoStorage:Cache:{key} is {value}: set it to "));
    }

    [Test]
    public async Task A_link_is_made_by_the_store_or_refused()
    {
        await using var test = new CacheOfOneTest();

        Assert.That(
            () => test.Store.GetSignedReadUrlAsync(CacheOfOneTest.Video, TimeSpan.FromMinutes(1)),
            Throws.InstanceOf<VideoStoreException>().With.Property("Error").EqualTo(VideoStoreError.Unsupported));
    }

    private static ServiceProvider Build(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"VideoStorage:Cache:{setting.Key}", (string?)setting.Value)))
            .Build();
        return new ServiceCollection().AddSliceCache(configuration).BuildServiceProvider();
    }
}
