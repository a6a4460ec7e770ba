using FlixTube.Catalog.Caching;
using FlixTube.Catalog.Checking;
using FlixTube.Catalog.Discovery;
using FlixTube.Catalog.Tests.Support;
using FlixTube.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Moq;

namespace FlixTube.Catalog.Tests;

internal sealed class VideoCatalogServicesTests
{
    private CatalogFolder _folder;
    private MemoryVideoStore _store;

    [SetUp]
    public void MakeFolder()
    {
        _folder = new();
        _store = new();
    }

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public async Task The_embedded_catalogue_in_the_configured_folder_is_the_default()
    {
        await using var services = Services([new("Catalog:File:Root", _folder.Root)]);
        var catalog = services.GetRequiredService<IVideoCatalog>();

        var (video, _) = await catalog.RegisterAsync(Given.Path("beach.mp4"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(catalog, Is.SameAs(services.GetRequiredService<IVideoCatalog>()));
            Assert.That(_folder.FileNames(), Is.EqualTo(new[] { $"{video.Id}.json" }));
        }
    }

    [Test]
    public void Without_any_configuration_the_settings_are_the_documented_ones()
    {
        using var services = Services([]);
        services.GetRequiredService<IStartupValidator>().Validate();
        var options = services.GetRequiredService<IOptions<CatalogOptions>>().Value;

        Assert.That(
            (options.Provider, options.File.Root, options.Discovery.Enabled, options.Discovery.Interval),
            Is.EqualTo(("file", "catalog", true, TimeSpan.FromSeconds(5))));
    }

    [Test]
    public async Task Discovery_follows_the_store_that_serves_into_the_catalogue_that_serves()
    {
        await using var services = Services([new("Catalog:File:Root", _folder.Root)]);
        _store.Add(Given.Path("beach.mp4"));

        await services.GetRequiredService<StoreDiscovery>().EnsureFreshAsync();
        await services.GetRequiredService<StoreDiscovery>().EnsureFreshAsync();

        Assert.That(await services.GetRequiredService<IVideoCatalog>().FindByPathAsync(Given.Path("beach.mp4")), Is.Not.Null);
        Assert.That(_store.Pages, Is.EqualTo(1));
    }

    [Test]
    public async Task Discovery_can_be_turned_off()
    {
        await using var services = Services([new("Catalog:File:Root", _folder.Root), new("Catalog:Discovery:Enabled", "false")]);

        await services.GetRequiredService<StoreDiscovery>().EnsureFreshAsync();

        Assert.That(_store.Pages, Is.Zero);
    }

    [TestCase("mongodb")]
    [TestCase("MongoDB")]
    public void Another_package_adds_its_catalogue_under_its_name(string name)
    {
        var other = Mock.Of<IVideoCatalog>();
        using var services = Services([new("Catalog:Provider", name)], s => s.AddKeyedSingleton("mongodb", other));

        services.GetRequiredService<IStartupValidator>().Validate();

        Assert.That(services.GetRequiredService<IVideoCatalog>(), Is.TypeOf<CachingVideoCatalog>());
    }

    [Test]
    public void Another_catalogue_serves_by_itself_when_the_cache_is_off()
    {
        var other = Mock.Of<IVideoCatalog>();
        using var services = Services(
            [new("Catalog:Provider", "other"), new("Catalog:Cache:Enabled", "false")], s => s.AddKeyedSingleton("other", other));

        Assert.That(services.GetRequiredService<IVideoCatalog>(), Is.Not.InstanceOf<CachingVideoCatalog>());
    }

    [TestCase("file", true)]
    [TestCase("other", false)]
    public void The_embedded_catalogue_follows_the_store_and_another_does_not_unless_it_is_told(string name, bool follows)
    {
        using var services = Services([new("Catalog:Provider", name)], s => s.AddKeyedSingleton("other", Mock.Of<IVideoCatalog>()));
        using var told = Services(
            [new("Catalog:Provider", name), new("Catalog:Discovery:Enabled", $"{!follows}")], s => s.AddKeyedSingleton("other", Mock.Of<IVideoCatalog>()));

        Assert.That(services.GetRequiredService<IOptions<CatalogOptions>>().Value.Discovery.Enabled, Is.EqualTo(follows));
        Assert.That(told.GetRequiredService<IOptions<CatalogOptions>>().Value.Discovery.Enabled, Is.EqualTo(!follows));
    }

    [Test]
    public async Task A_check_compares_the_store_that_serves_with_the_catalogue_that_serves()
    {
        await using var services = Services([new("Catalog:File:Root", _folder.Root)]);
        _store.Add(Given.Path("beach.mp4"));

        var found = services.GetRequiredService<ConsistencyCheck>().RunAsync().ToBlockingEnumerable().Single();

        Assert.That((found.Kind, found.Path), Is.EqualTo((DisagreementKind.UnregisteredVideo, Given.Path("beach.mp4"))));
    }

    [TestCase("Catalog:Provider", "mongodb", "Catalog:Provider is 'mongodb', which is no registered catalogue: set it to 'file', or add the package that has it.")]
    [TestCase("Catalog:Provider", "", "Catalog:Provider is '', which is no registered catalogue: set it to 'file', or add the package that has it.")]
    [TestCase("Catalog:File:Root", " ", "Catalog:File:Root is empty or not a path: set it to the folder of the catalogue, or leave it out for 'catalog'.")]
    [TestCase("Catalog:File:Root", "a\0b", "Catalog:File:Root is empty or not a path: set it to the folder of the catalogue, or leave it out for 'catalog'.")]
    [TestCase("Catalog:Cache:MaxEntries", "0", "Catalog:Cache:MaxEntries is 0: set it to a number from 1 to 10000000.")]
    [TestCase("Catalog:Cache:TimeToLive", "00:00:00", "Catalog:Cache:TimeToLive is 00:00:00, which is not from more than 00:00:00 to 365.00:00:00: five seconds are '00:00:05', and a plain number is a number of days.")]
    [TestCase("Catalog:Cache:NegativeTimeToLive", "-00:00:01", "Catalog:Cache:NegativeTimeToLive is -00:00:01, which is not from 00:00:00 to 365.00:00:00: five seconds are '00:00:05', and a plain number is a number of days.")]
    [TestCase("Catalog:Cache:StaleLimit", "500", "Catalog:Cache:StaleLimit is 500.00:00:00, which is not from 00:00:00 to 365.00:00:00: five seconds are '00:00:05', and a plain number is a number of days.")]
    [TestCase("Catalog:Cache:StaleWait", "-1", "Catalog:Cache:StaleWait is -1.00:00:00, which is not from 00:00:00 to 365.00:00:00: five seconds are '00:00:05', and a plain number is a number of days.")]
    [TestCase("Catalog:Discovery:Interval", "5", "Catalog:Discovery:Interval is 5.00:00:00, which is not from 00:00:00 to 23:59:59: five seconds are '00:00:05', and a plain number is a number of days.")]
    [TestCase("Catalog:Discovery:Interval", "-00:00:01", "Catalog:Discovery:Interval is -00:00:01, which is not from 00:00:00 to 23:59:59: five seconds are '00:00:05', and a plain number is a number of days.")]
    public void A_wrong_setting_is_refused_at_the_start_in_a_sentence(string key, string value, string sentence)
    {
        using var services = Services([new(key, value)]);

        Assert.That(
            () => services.GetRequiredService<IStartupValidator>().Validate(),
            Throws.TypeOf<OptionsValidationException>().With.Property("Failures").EqualTo(new[] { sentence }));
    }

    [Test]
    public void Every_wrong_setting_has_its_sentence()
    {
        using var services = Services([new("Catalog:File:Root", ""), new("Catalog:Discovery:Interval", "1")]);

        var refusal = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.That(refusal!.Failures.Select(f => f.Split(' ')[0]), Is.EqualTo(new[] { "Catalog:File:Root", "Catalog:Discovery:Interval" }));
    }

    [Test]
    public void A_setting_of_the_wrong_kind_is_named_by_its_key()
    {
        using var services = Services([new("Catalog:Discovery:Interval", "soon")]);

        Assert.That(
            () => services.GetRequiredService<IStartupValidator>().Validate(),
            Throws.InvalidOperationException.With.Message.Contains("'soon'").And.Message.Contains("'Catalog:Discovery:Interval'"));
    }

    private ServiceProvider Services(KeyValuePair<string, string?>[] settings, Action<IServiceCollection>? more = null)
    {
        var services = new ServiceCollection();
        services.AddKeyedSingleton<IVideoStore>(VideoStorage.ServiceName, _store);
        services.AddVideoCatalog(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        more?.Invoke(services);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }
}
