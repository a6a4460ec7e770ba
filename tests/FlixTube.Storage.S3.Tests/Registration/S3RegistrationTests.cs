using Amazon.Runtime;
using FlixTube.Storage.S3.Registration;
using FlixTube.Storage.S3.Tests.Support;
using FlixTube.Testing.Servers.Swift;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FlixTube.Storage.S3.Tests.Registration;

[TestFixture]
[NonParallelizable]
public sealed class S3RegistrationTests
{
    private TestEnvironment _environment = null!;

    [SetUp]
    public void ForgetRegion()
    {
        _environment = new TestEnvironment(
            ("AWS_REGION", null), ("AWS_DEFAULT_REGION", null), ("AWS_PROFILE", null), ("AWS_CONFIG_FILE", "/nonexistent"), ("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent"));
        FallbackRegionFactory.Reset();
    }

    [TearDown]
    public void RestoreRegion()
    {
        _environment.Dispose();
        FallbackRegionFactory.Reset();
    }

    [Test]
    public async Task Configuration_alone_makes_the_store_behind_video_storage()
    {
        var server = await SwiftServers.PlainAsync();
        await using var services = Services(
            ("Provider", "S3"), ("S3:ServiceUrl", server.Address.AbsoluteUri), ("S3:Bucket", await server.CreateBucketAsync()),
            ("S3:AccessKey", SwiftServer.AccessKey), ("S3:SecretKey", SwiftServer.SecretKey), ("S3:ConditionalCreate", "true"),
            ("S3:PartSizeBytes", "10485760"), ("S3:Network:MaxRetries", "1"));

        var store = services.GetRequiredKeyedService<IVideoStore>(VideoStorage.ServiceName);
        await store.PutAsync([1, 2, 3]);

        Assert.That(await store.GetAsync(), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(store, Is.InstanceOf<ISignedUrlSource>());
        Assert.That(store.Capabilities, Is.EqualTo(new VideoStoreCapabilities
        {
            Provider = "s3",
            ConditionalCreate = true,
            ConditionalWrite = false,
            ConditionalDelete = false,
            SuffixRange = true,
            MaxVideoLength = 10_485_760L * 10_000,
        }));
    }

    [TestCase("VideoStorage:S3:Bucket is missing", "Bucket=")]
    [TestCase("VideoStorage:S3:Bucket is 's3://videos'", "Bucket=s3://videos")]
    [TestCase("VideoStorage:S3:ServiceUrl is not an address", "ServiceUrl=minio:9000")]
    [TestCase("VideoStorage:S3:ServiceUrl is not an address", "ServiceUrl=http://user:password@minio:9000")]
    [TestCase("VideoStorage:S3:Region is missing", "Region=")]
    [TestCase("VideoStorage:S3:SecretKey is missing", "AccessKey=abc")]
    [TestCase("VideoStorage:S3:AccessKey is missing", "SecretKey=password")]
    [TestCase("VideoStorage:S3:SessionToken is set without keys", "SessionToken=password")]
    [TestCase("VideoStorage:S3:Anonymous is set beside keys", "Anonymous=true", "AccessKey=abc", "SecretKey=password")]
    [TestCase("VideoStorage:S3:PartSizeBytes is 5242879", "PartSizeBytes=5242879")]
    [TestCase("VideoStorage:S3:PartSizeBytes is 1073741825", "PartSizeBytes=1073741825")]
    [TestCase("VideoStorage:S3:Network:MaxRetries is 101", "Network:MaxRetries=101")]
    [TestCase("'VideoStorage:S3:ForcePathStyle'", "ForcePathStyle=perhaps")]
    public void Wrong_setting_is_told_in_one_sentence_with_its_key_and_without_secrets(string begins, params string[] settings)
    {
        var good = new Dictionary<string, string?> { ["Bucket"] = "videos", ["Region"] = "eu-central-1" };
        foreach (var setting in settings)
            good[setting.Split('=')[0]] = setting[(setting.IndexOf('=', StringComparison.Ordinal) + 1)..];

        var problem = Validate([.. good.Select(pair => (pair.Key, pair.Value))]).Single();

        Assert.That(problem, Does.StartWith(begins).Or.Contains(begins));
        Assert.That(problem, Does.Contain("set ").IgnoreCase);
        Assert.That(problem, Does.Not.Contain("password"));
    }

    [Test]
    public void Bucket_and_region_are_enough() => Assert.That(Validate(("Bucket", "videos"), ("Region", "eu-central-1")), Is.Empty);

    [Test]
    public void Bucket_and_address_are_enough() => Assert.That(Validate(("Bucket", "videos"), ("ServiceUrl", "http://minio:9000")), Is.Empty);

    [Test]
    public void Region_may_come_from_the_environment()
    {
        using var environment = new TestEnvironment(("AWS_REGION", "eu-west-3"));
        FallbackRegionFactory.Reset();

        Assert.That(Validate(("Bucket", "videos")), Is.Empty);
    }

    [Test]
    public void Store_without_dependency_injection_checks_its_options_too() =>
        Assert.That(() => new S3VideoStore(new S3StoreOptions()), Throws.ArgumentException.With.Message.Contains("VideoStorage:S3:Bucket"));

    private static string[] Validate(params (string Key, string? Value)[] settings) =>
        [.. new S3StoreProvider().Validate(Configuration([.. settings.Select(setting => ($"S3:{setting.Key}", setting.Value))]).GetSection("VideoStorage:S3"))];

    private static ServiceProvider Services(params (string Key, string? Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddVideoStorage(Configuration(settings)).AddS3();
        return services.BuildServiceProvider();
    }

    private static IConfiguration Configuration(params (string Key, string? Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"VideoStorage:{setting.Key}", setting.Value)))
            .Build();
}
