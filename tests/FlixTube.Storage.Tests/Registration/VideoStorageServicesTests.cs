using FlixTube.Storage.Files;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Moq;

namespace FlixTube.Storage.Tests.Registration;

public sealed class VideoStorageServicesTests
{
    private DirectoryInfo _folder = null!;

    [SetUp]
    public void SetUp() => _folder = Directory.CreateTempSubdirectory("flixtube-");

    [TearDown]
    public void TearDown() => _folder.Delete(recursive: true);

    private string Root => Path.Join(_folder.FullName, "videos");

    [Test]
    public async Task The_store_behind_the_name_is_the_local_folder_when_nothing_else_is_said()
    {
        await using var services = Services(new() { ["VideoStorage:File:Root"] = Root });

        var store = Store(services);

        Assert.That(store.Capabilities.Provider, Is.EqualTo("file"));
        Assert.That(Store(services), Is.SameAs(store));
        await store.WriteAsync(VideoPath.Parse("a"), Stream.Null);
        Assert.That(File.Exists(Path.Join(Root, "a")));
    }

    [Test]
    public void The_folder_is_called_videos_when_nothing_else_is_said() =>
        Assert.That(new FileStoreOptions().Root, Is.EqualTo("videos"));

    [TestCase("file")]
    [TestCase("File")]
    [TestCase("FILE")]
    public async Task The_case_of_a_provider_does_not_matter(string name)
    {
        await using var services = Services(new() { ["VideoStorage:Provider"] = name, ["VideoStorage:File:Root"] = Root });

        Assert.That(Store(services).Capabilities.Provider, Is.EqualTo("file"));
    }

    [Test]
    public async Task An_added_provider_is_chosen_by_its_name_and_given_its_own_section()
    {
        var cloud = new CloudProvider();
        await using var services = Services(
            new() { ["videostorage:provider"] = "CLOUD", ["VideoStorage:Cloud:Bucket"] = "b", ["VideoStorage:Cloud:Unknown"] = "x", ["VideoStorage:Other"] = "y" },
            builder => builder.AddProvider(cloud));

        Validate(services);
        Assert.That(Store(services).Capabilities, Is.SameAs(cloud.Store.Object.Capabilities));
        Assert.That(cloud.Settings!.Path, Is.EqualTo("VideoStorage:Cloud"));
        Assert.That(cloud.Settings["Bucket"], Is.EqualTo("b"));
    }

    [Test]
    public async Task The_store_is_disposed_with_the_container()
    {
        var cloud = new CloudProvider();
        var services = Services(new() { ["VideoStorage:Provider"] = "cloud", ["VideoStorage:Cloud:Bucket"] = "b" }, builder => builder.AddProvider(cloud));
        Store(services);
        cloud.Store.As<IAsyncDisposable>().Verify(store => store.DisposeAsync(), Times.Never);

        await services.DisposeAsync();

        cloud.Store.As<IAsyncDisposable>().Verify(store => store.DisposeAsync(), Times.Once);
    }

    [Test]
    public async Task The_last_provider_of_a_name_counts()
    {
        var cloud = new CloudProvider();
        await using var services = Services(
            new() { ["VideoStorage:Provider"] = "cloud", ["VideoStorage:Cloud:Bucket"] = "b" },
            builder => builder.AddProvider(new CloudProvider()).AddProvider(cloud));

        Assert.That(Store(services).Capabilities, Is.SameAs(cloud.Store.Object.Capabilities));
    }

    [TestCase("azur", "VideoStorage:Provider is 'azur', which is no known provider: set it to one of cloud, file.")]
    [TestCase("", "VideoStorage:Provider is '', which is no known provider: set it to one of cloud, file.")]
    public async Task An_unknown_provider_stops_the_start_with_the_known_names(string name, string sentence)
    {
        await using var services = Services(new() { ["VideoStorage:Provider"] = name }, builder => builder.AddProvider(new CloudProvider()));

        Assert.That(() => Validate(services), Throws.TypeOf<OptionsValidationException>().With.Message.EqualTo(sentence));
        Assert.That(() => Store(services), Throws.TypeOf<OptionsValidationException>().With.Message.EqualTo(sentence));
    }

    [Test]
    public async Task A_bad_setting_stops_the_start_by_its_full_key()
    {
        await using var services = Services(new() { ["VideoStorage:Provider"] = "cloud" }, builder => builder.AddProvider(new CloudProvider()));

        Assert.That(() => Validate(services), Throws.TypeOf<OptionsValidationException>().With.Message.EqualTo("VideoStorage:Cloud:Bucket is missing: set it to the bucket's name."));
    }

    [TestCase("", "VideoStorage:File:Root is empty: set it to the folder that holds the videos.")]
    [TestCase(" ", "VideoStorage:File:Root is empty: set it to the folder that holds the videos.")]
    [TestCase("a\0b", "VideoStorage:File:Root holds a NUL character: set it to the folder that holds the videos.")]
    public async Task A_bad_root_stops_the_start(string root, string sentence)
    {
        await using var services = Services(new() { ["VideoStorage:File:Root"] = root });

        Assert.That(() => Validate(services), Throws.TypeOf<OptionsValidationException>().With.Message.EqualTo(sentence));
    }

    [Test]
    public async Task A_root_that_is_a_file_stops_the_start()
    {
        await File.WriteAllTextAsync(Root, "");
        await using var services = Services(new() { ["VideoStorage:File:Root"] = Root });

        Assert.That(() => Validate(services), Throws.TypeOf<OptionsValidationException>().With.Message.StartsWith($"VideoStorage:File:Root is '{Root}', which is a file"));
    }

    [Test]
    public async Task Settings_of_providers_that_are_not_chosen_are_not_looked_at()
    {
        await using var services = Services(
            new() { ["VideoStorage:File:Root"] = Root, ["VideoStorage:Nonsense"] = "x" }, builder => builder.AddProvider(new CloudProvider()));

        Assert.That(() => Validate(services), Throws.Nothing);
    }

    [Test]
    public async Task What_a_provider_is_given_does_not_change_with_configuration()
    {
        var cloud = new CloudProvider();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["VideoStorage:Provider"] = "cloud", ["VideoStorage:Cloud:Bucket"] = "before" })
            .Build();
        var collection = new ServiceCollection();
        collection.AddVideoStorage(configuration).AddProvider(cloud);
        await using var services = collection.BuildServiceProvider();
        Store(services);

        configuration["VideoStorage:Cloud:Bucket"] = "after";

        Assert.That(cloud.Settings!["Bucket"], Is.EqualTo("before"));
    }

    [Test]
    public async Task To_add_it_twice_is_to_add_it_once()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>("VideoStorage:Provider", "x")]).Build();
        var collection = new ServiceCollection();
        collection.AddVideoStorage(configuration);
        collection.AddVideoStorage(configuration);
        await using var services = collection.BuildServiceProvider();

        Assert.That(collection.Count(service => service.ServiceType == typeof(IVideoStore)), Is.EqualTo(1));
        Assert.That(() => Validate(services), Throws.TypeOf<OptionsValidationException>().With.Property(nameof(OptionsValidationException.Failures)).Exactly(1).Items);
    }

    [Test]
    public async Task The_factory_builds_stores_of_other_providers_by_their_names()
    {
        var cloud = new CloudProvider();
        await using var services = Services(new() { ["VideoStorage:File:Root"] = Root, ["VideoStorage:Cloud:Bucket"] = "b" }, builder => builder.AddProvider(cloud));
        var factory = services.GetRequiredService<VideoStoreFactory>();

        Assert.That(factory.Providers, Is.EqualTo(new[] { "cloud", "file" }));
        Assert.That(factory.Problems("CLOUD"), Is.Empty);
        Assert.That(factory.Create("Cloud"), Is.SameAs(cloud.Store.Object));
        Assert.That(factory.Create("file"), Is.TypeOf<FileVideoStore>());
    }

    [TestCase("cloud", "VideoStorage:Cloud:Bucket is missing: set it to the bucket's name.")]
    [TestCase("floppy", "VideoStorage:Provider is 'floppy', which is no known provider: set it to one of cloud, file.")]
    public async Task The_factory_says_what_keeps_it_from_building_a_store(string provider, string sentence)
    {
        await using var services = Services([], builder => builder.AddProvider(new CloudProvider()));
        var factory = services.GetRequiredService<VideoStoreFactory>();

        Assert.That(factory.Problems(provider), Is.EqualTo(new[] { sentence }));
        Assert.That(() => factory.Create(provider), Throws.TypeOf<OptionsValidationException>().With.Message.EqualTo(sentence));
    }

    private static ServiceProvider Services(Dictionary<string, string?> settings, Action<VideoStorageBuilder>? build = null)
    {
        var services = new ServiceCollection();
        var builder = services.AddVideoStorage(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        build?.Invoke(builder);
        return services.BuildServiceProvider(validateScopes: true);
    }

    private static IVideoStore Store(IServiceProvider services) => services.GetRequiredKeyedService<IVideoStore>(VideoStorage.ServiceName);

    // What a host does when it starts.
    private static void Validate(IServiceProvider services) => services.GetRequiredService<IStartupValidator>().Validate();

    private sealed class CloudProvider : IVideoStoreProvider
    {
        public CloudProvider()
        {
            Store.As<IAsyncDisposable>();
            Store.Setup(store => store.Capabilities).Returns(new VideoStoreCapabilities
            {
                Provider = Name,
                ConditionalCreate = false,
                ConditionalWrite = false,
                ConditionalDelete = false,
                SuffixRange = false,
                MaxVideoLength = 1,
            });
        }

        public Mock<IVideoStore> Store { get; } = new();

        public IConfigurationSection? Settings { get; private set; }

        public string Name => "cloud";

        public string Section => "Cloud";

        public IEnumerable<string> Validate(IConfigurationSection settings) =>
            settings["Bucket"] is null ? [$"{settings.Path}:Bucket is missing: set it to the bucket's name."] : [];

        public IVideoStore Create(IConfigurationSection settings, IServiceProvider services)
        {
            Settings = settings;
            return Store.Object;
        }
    }
}
