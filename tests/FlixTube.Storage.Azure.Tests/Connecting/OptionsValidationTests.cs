using FlixTube.Testing.Servers.Azurite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FlixTube.Storage.Azure.Tests.Connecting;

internal sealed class OptionsValidationTests
{
    private const string Key = AzuriteServer.AccountKey;
    private const string Sas = "sv=2023&sig=c2VjcmV0";

    private static IEnumerable<TestCaseData> Good()
    {
        yield return Case("connection string", ("ConnectionString", $"DefaultEndpointsProtocol=https;AccountName=a12;AccountKey={Key};EndpointSuffix=core.windows.net"));
        yield return Case("the emulator's short form", ("ConnectionString", "UseDevelopmentStorage=true"));
        yield return Case("account and key", ("AccountName", "account1"), ("AccountKey", Key));
        yield return Case("a sovereign cloud", ("AccountName", "account1"), ("AccountKey", Key), ("EndpointSuffix", "core.chinacloudapi.cn"));
        yield return Case("an emulator", ("AccountName", "account1"), ("AccountKey", Key), ("ServiceUri", "http://127.0.0.1:10000/account1"));
        yield return Case("account and signature", ("AccountName", "account1"), ("SasToken", Sas));
        yield return Case("signature in the address", ("ServiceUri", $"https://account1.blob.core.windows.net/?{Sas}"));
        yield return Case("identity", ("ServiceUri", "https://account1.blob.core.windows.net"));
        yield return Case("a setting that it does not know", ("ServiceUri", "https://account1.blob.core.windows.net"), ("Other", "1"));
    }

    private static IEnumerable<TestCaseData> Bad()
    {
        yield return Wrong("nothing", "ConnectionString");
        yield return Wrong("blank", "ConnectionString", ("ConnectionString", " "));
        yield return Wrong("no connection string", "ConnectionString", ("ConnectionString", $"AccountKey={Key}"));
        yield return Wrong("garbage", "ConnectionString", ("ConnectionString", $"secret {Key}"));
        yield return Wrong("two ways", "AccountName", ("ConnectionString", "UseDevelopmentStorage=true"), ("AccountName", "account1"));
        yield return Wrong("two ways", "AccountKey", ("ConnectionString", "UseDevelopmentStorage=true"), ("AccountKey", Key));
        yield return Wrong("account alone", "AccountKey", ("AccountName", "account1"));
        yield return Wrong("key alone", "AccountName", ("AccountKey", Key), ("ServiceUri", "https://account1.blob.core.windows.net"));
        yield return Wrong("key is not base64", "AccountKey", ("AccountName", "account1"), ("AccountKey", "secret!"));
        yield return Wrong("key and signature", "AccountKey", ("AccountName", "account1"), ("AccountKey", Key), ("SasToken", Sas));
        yield return Wrong("no signature", "SasToken", ("AccountName", "account1"), ("SasToken", "secret"));
        yield return Wrong("two signatures", "SasToken", ("ServiceUri", $"https://a.blob.core.windows.net/?{Sas}"), ("SasToken", Sas));
        yield return Wrong("account's name", "AccountName", ("AccountName", "My_Account"), ("AccountKey", Key));
        yield return Wrong("suffix", "EndpointSuffix", ("AccountName", "account1"), ("AccountKey", Key), ("EndpointSuffix", "https://x/"));
        yield return Wrong("relative address", "ServiceUri", ("ServiceUri", "account1"));
        yield return Wrong("ftp", "ServiceUri", ("ServiceUri", "ftp://account1"), ("SasToken", Sas));
        yield return Wrong("address of a container", "ServiceUri", ("ServiceUri", $"https://a.blob.core.windows.net/videos?{Sas}"));
        yield return Wrong("identity over http", "ServiceUri", ("ServiceUri", "http://127.0.0.1:10000/account1"));
        yield return Wrong("container", "Container", ("ServiceUri", "https://a.blob.core.windows.net"), ("Container", "My Videos"));
        yield return Wrong("container with two hyphens", "Container", ("ServiceUri", "https://a.blob.core.windows.net"), ("Container", "a--b"));
        yield return Wrong("container of two letters", "Container", ("ServiceUri", "https://a.blob.core.windows.net"), ("Container", "ab"));
        yield return Wrong("part too small", "PartSizeBytes", ("ServiceUri", "https://a.blob.core.windows.net"), ("PartSizeBytes", "1"));
        yield return Wrong("part too large", "PartSizeBytes", ("ServiceUri", "https://a.blob.core.windows.net"), ("PartSizeBytes", "268435457"));
        yield return Wrong("network", "Network:MaxRetries", ("ServiceUri", "https://a.blob.core.windows.net"), ("Network:MaxRetries", "-1"));
    }

    [TestCaseSource(nameof(Good))]
    public void Good_settings_pass(Dictionary<string, string?> settings) => Assert.That(Problems(settings), Is.Empty);

    [TestCaseSource(nameof(Bad))]
    public void A_bad_setting_is_named_with_its_full_key_and_no_secret(string setting, Dictionary<string, string?> settings)
    {
        var problems = Problems(settings);

        Assert.That(problems, Has.Some.StartsWith($"VideoStorage:Azure:{setting} "));
        Assert.That(problems, Has.All.StartsWith("VideoStorage:Azure:"));
        Assert.That(problems, Has.None.Contains(Key).And.None.Contains("secret").And.None.Contains("c2VjcmV0"));
    }

    [Test]
    public void A_value_of_the_wrong_kind_is_named_too()
    {
        var problems = Problems(new() { ["ServiceUri"] = "https://a.blob.core.windows.net", ["Network:MaxRetries"] = "many" });

        Assert.That(problems, Has.Count.EqualTo(1).And.Some.Contains("VideoStorage:Azure:Network:MaxRetries"));
    }

    [Test]
    public void A_store_made_by_hand_refuses_bad_settings_too() =>
        Assert.That(() => new AzureVideoStore(new AzureStoreOptions()), Throws.ArgumentException.With.Message.Contains("VideoStorage:Azure:ConnectionString is missing"));

    private static List<string> Problems(Dictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"VideoStorage:Azure:{s.Key}", s.Value)))
            .Build();
        var services = new ServiceCollection();
        services.AddVideoStorage(configuration).AddAzure();
        using var provider = services.BuildServiceProvider();
        var azure = provider.GetServices<IVideoStoreProvider>().Single(p => p.Name == "azure");
        return [.. azure.Validate(configuration.GetSection($"VideoStorage:{azure.Section}"))];
    }

    private static TestCaseData Case(string name, params (string Key, string Value)[] settings) =>
        new TestCaseData(settings.ToDictionary(s => s.Key, s => (string?)s.Value)).SetArgDisplayNames(name);

    private static TestCaseData Wrong(string name, string setting, params (string Key, string Value)[] settings) =>
        new TestCaseData(setting, settings.ToDictionary(s => s.Key, s => (string?)s.Value)).SetArgDisplayNames(name, setting);
}
