using Azure.Storage.Blobs;
using Azure.Storage.Sas;
using FlixTube.Testing.Servers.Azurite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FlixTube.Storage.Azure.Tests.Connecting;

internal sealed class SignInTests
{
    private static readonly VideoPath Path = VideoPath.Parse("sign-in/video.mp4");

    private AzuriteServer _server = null!;
    private TestContainer _container = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await SharedAzurite.GetAsync();
        _container = await TestContainer.CreateAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _container.DisposeAsync();

    [Test]
    public async Task A_connection_string_signs_in() =>
        await WorksAsync(new AzureStoreOptions { ConnectionString = _server.ConnectionString });

    [Test]
    public async Task An_account_name_and_its_key_sign_in() => await WorksAsync(new AzureStoreOptions
    {
        ServiceUri = _server.ServiceUri,
        AccountName = AzuriteServer.AccountName,
        AccountKey = AzuriteServer.AccountKey,
    });

    [Test]
    public async Task A_shared_access_signature_of_the_account_signs_in() => await WorksAsync(new AzureStoreOptions
    {
        ServiceUri = _server.ServiceUri,
        SasToken = new BlobServiceClient(_server.ConnectionString)
            .GenerateAccountSasUri(AccountSasPermissions.All, DateTimeOffset.UtcNow.AddHours(1), AccountSasResourceTypes.All).Query,
    });

    [Test]
    public async Task A_shared_access_signature_of_the_container_signs_in() => await WorksAsync(new AzureStoreOptions
    {
        ServiceUri = _server.ServiceUri,
        SasToken = ContainerSas(DateTimeOffset.UtcNow.AddHours(1)).TrimStart('?'),
    });

    [Test]
    public async Task A_shared_access_signature_in_the_address_signs_in() => await WorksAsync(new AzureStoreOptions
    {
        ServiceUri = new Uri(_server.ServiceUri + ContainerSas(DateTimeOffset.UtcNow.AddHours(1))),
    });

    [Test]
    public async Task A_token_of_an_identity_signs_in()
    {
        await using var secure = await SecureAzurite.StartAsync();

        await secure.Store.WriteAsync(Path, new MemoryStream([1, 2, 3]));

        Assert.That((await secure.Store.GetPropertiesAsync(Path)).Length, Is.EqualTo(3));
    }

    [Test]
    public async Task A_certificate_that_is_not_trusted_is_Unavailable_for_good_and_says_so()
    {
        await using var server = await AzuriteServer.StartAsync(PemCertificate.ForLoopback());
        await using var store = new AzureVideoStore(new AzureStoreOptions { ConnectionString = server.ConnectionString });

        var failure = await Failures.OfAsync(() => store.GetPropertiesAsync(Path));

        Assert.That(failure.Error, Is.EqualTo(VideoStoreError.Unavailable));
        Assert.That(failure.Persistence, Is.EqualTo(ErrorPersistence.Permanent));
        Assert.That(failure.Message, Does.Contain("certificate"));
    }

    [Test]
    public async Task A_signature_that_has_expired_is_PermissionDenied_and_not_told()
    {
        var sas = ContainerSas(DateTimeOffset.UtcNow.AddMinutes(-5));
        await using var store = new AzureVideoStore(
            new AzureStoreOptions { ServiceUri = _server.ServiceUri, SasToken = sas, Container = _container.Options.Container });

        var failure = await Failures.OfAsync(() => store.GetPropertiesAsync(Path));

        Assert.That(failure.Error, Is.EqualTo(VideoStoreError.PermissionDenied));
        Assert.That(failure.ToString(), Does.Not.Contain("sig="));
    }

    [Test]
    public async Task Configuration_chooses_the_provider()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["VideoStorage:Provider"] = "azure",
            ["VideoStorage:Azure:ConnectionString"] = _server.ConnectionString,
            ["VideoStorage:Azure:Container"] = _container.Options.Container,
            ["VideoStorage:Azure:PartSizeBytes"] = "1048576",
            ["VideoStorage:Azure:Network:MaxRetries"] = "1",
        }).Build();
        var services = new ServiceCollection();
        services.AddVideoStorage(configuration).AddAzure();
        await using var provider = services.BuildServiceProvider();

        var store = provider.GetRequiredKeyedService<IVideoStore>(VideoStorage.ServiceName);
        await store.WriteAsync(Path, new MemoryStream([1]));

        Assert.That((await _container.Client.GetBlobClient(Path.Value).GetPropertiesAsync()).Value.ContentLength, Is.EqualTo(1));
        Assert.That(store.Capabilities.MaxVideoLength, Is.EqualTo(50_000L * 1_048_576));
    }

    private string ContainerSas(DateTimeOffset expires) => _container.Client.GenerateSasUri(BlobContainerSasPermissions.All, expires).Query;

    private async Task WorksAsync(AzureStoreOptions options)
    {
        options.Container = _container.Options.Container;
        await using var store = new AzureVideoStore(options);
        await store.WriteAsync(Path, new MemoryStream([1, 2, 3]));
        Assert.That((await store.GetPropertiesAsync(Path)).Length, Is.EqualTo(3));
        Assert.That((await store.ListPageAsync()).Videos.Select(v => v.Path), Does.Contain(Path));
        await store.DeleteAsync(Path);
        Assert.That(await store.FindPropertiesAsync(Path), Is.Null);
    }
}
