using FlixTube.Storage.Gcp.Registration;
using FlixTube.Storage.Gcp.Tests.Servers;
using FlixTube.Testing.Programs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FlixTube.Storage.Gcp.Tests.Registration;

[TestFixture]
public sealed class GcpOptionsTests
{
    private static readonly GcpStoreProvider Provider = new(_ => null);

    [Test]
    public void A_bucket_is_enough() => Assert.That(Provider.Validate(Settings(("Bucket", "my-videos"))), Is.Empty);

    [TestCase("Bucket", null, "is missing")]
    [TestCase("Bucket", "", "is missing")]
    [TestCase("Bucket", "gs://my-videos", "no bucket can be called")]
    [TestCase("Bucket", "My-Videos", "no bucket can be called")]
    [TestCase("Bucket", "my/videos", "no bucket can be called")]
    [TestCase("Bucket", "ab", "no bucket can be called")]
    [TestCase("KeyFilePath", "/no/such/file.json", "does not exist")]
    [TestCase("EmulatorHost", "http://localhost/other", "host:port")]
    [TestCase("PartSizeBytes", "1000", "262144")]
    [TestCase("PartSizeBytes", "0", "262144")]
    [TestCase("PartSizeBytes", "134217728", "67108864")]
    [TestCase("Network:MaxRetries", "-1", "from 0 to 100")]
    public void A_wrong_setting_is_named_with_its_whole_key_and_what_to_set(string name, string? value, string hint)
    {
        var problems = Provider.Validate(Settings(("Bucket", "my-videos"), (name, value))).ToList();

        Assert.That(problems, Has.Count.EqualTo(1));
        Assert.That(problems[0], Does.StartWith($"VideoStorage:Gcp:{name} ").And.Contain(hint).And.Contain("set it to"));
    }

    [Test]
    public void Text_where_a_number_belongs_is_a_problem_and_no_exception()
    {
        var problems = Provider.Validate(Settings(("Bucket", "my-videos"), ("PartSizeBytes", "many"))).ToList();

        Assert.That(problems, Has.Count.EqualTo(1));
        Assert.That(problems[0], Does.StartWith("VideoStorage:Gcp").And.Contain("PartSizeBytes"));
    }

    [TestCase("")]
    [TestCase("{}")]
    [TestCase("secret words that are no JSON")]
    [TestCase("""{"type":"authorized_user","client_id":"1","client_secret":"secret words","refresh_token":"1"}""")]
    [TestCase("""{"type":"service_account","client_email":"a@b","private_key":"secret words"}""")]
    public void A_key_file_that_is_none_is_named_and_not_shown(string content)
    {
        using var folder = new TemporaryFolder();
        var file = folder.PathOf("key.json");
        File.WriteAllText(file, content);

        var problems = Provider.Validate(Settings(("Bucket", "my-videos"), ("KeyFilePath", file))).ToList();

        Assert.That(problems, Has.Count.EqualTo(1));
        Assert.That(problems[0], Does.StartWith("VideoStorage:Gcp:KeyFilePath ").And.Contain(file).And.Not.Contain("secret words"));
    }

    [Test]
    public void A_key_file_of_a_service_account_is_good()
    {
        using var folder = new TemporaryFolder();
        var file = folder.PathOf("key.json");
        File.WriteAllText(file, ServiceAccount.Shared.ToJson(new Uri("http://localhost/token")));

        Assert.That(Provider.Validate(Settings(("Bucket", "my-videos"), ("KeyFilePath", file))), Is.Empty);
    }

    [Test]
    public async Task AddGcp_makes_configuration_able_to_choose_it()
    {
        await using var emulated = await TestStore.StartAsync();
        await using var services = Services(
            ("Provider", "gcp"), ("Gcp:Bucket", emulated.Bucket), ("Gcp:EmulatorHost", emulated.Proxy.Address.AbsoluteUri));
        var store = services.GetRequiredKeyedService<IVideoStore>(VideoStorage.ServiceName);

        await store.WriteAsync(VideoPath.Parse("a.mp4"), new MemoryStream([1, 2, 3]));

        Assert.That(store.Capabilities.Provider, Is.EqualTo("gcp"));
        Assert.That(await emulated.ObjectsAsync(), Is.EqualTo(new[] { "a.mp4" }));
    }

    [Test]
    public async Task AddGcp_reports_what_is_missing_when_it_is_chosen()
    {
        await using var services = Services(("Provider", "gcp"));

        Assert.That(
            () => services.GetRequiredKeyedService<IVideoStore>(VideoStorage.ServiceName),
            Throws.TypeOf<OptionsValidationException>().With.Message.Contains("VideoStorage:Gcp:Bucket is missing"));
    }

    [Test]
    public async Task The_variable_of_all_of_Googles_clients_names_the_emulator_when_the_settings_do_not()
    {
        await using var emulated = await TestStore.StartAsync();
        var provider = new GcpStoreProvider(name => name == "STORAGE_EMULATOR_HOST" ? emulated.Proxy.Address.Authority : null);
        await using var store = (GcpVideoStore)provider.Create(Settings(("Bucket", emulated.Bucket)), new ServiceCollection().BuildServiceProvider());

        await store.WriteAsync(VideoPath.Parse("a.mp4"), new MemoryStream([1, 2, 3]));

        Assert.That(await emulated.ObjectsAsync(), Is.EqualTo(new[] { "a.mp4" }));
    }

    [Test]
    public void A_wrong_variable_is_reported_like_the_setting()
    {
        var provider = new GcpStoreProvider(_ => "ftp://localhost");

        Assert.That(provider.Validate(Settings(("Bucket", "my-videos"))).Single(), Does.StartWith("VideoStorage:Gcp:EmulatorHost "));
    }

    private static IConfigurationSection Settings(params (string Name, string? Value)[] settings) =>
        Configuration(settings.Select(s => ($"Gcp:{s.Name}", s.Value))).GetSection("VideoStorage:Gcp");

    private static ServiceProvider Services(params (string Name, string? Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddVideoStorage(Configuration(settings)).AddGcp();
        return services.BuildServiceProvider();
    }

    private static IConfigurationRoot Configuration(IEnumerable<(string Name, string? Value)> settings)
    {
        var values = new Dictionary<string, string?>();
        foreach (var (name, value) in settings)
            values[$"VideoStorage:{name}"] = value;

        return new ConfigurationBuilder().AddInMemoryCollection(values).Build();
    }
}
