using System.Globalization;
using FlixTube.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FlixTube.Packages.Tests.Limitations;

/// <summary>The stores that the page is about, made through registration as users make them. None asks its service anything.</summary>
internal static class Stores
{
    /// <param name="root">A folder for the local store.</param>
    public static IReadOnlyList<StoreColumn> All(string root) =>
    [
        Make("`file`", ("Provider", "file"), ("File:Root", root)),
        Make("`azure`", [("Provider", "azure"), .. Azure]),
        Make("`gcp`", ("Provider", "gcp"), ("Gcp:Bucket", "videos"), ("Gcp:EmulatorHost", "127.0.0.1:1")),
        Make("`s3`, Amazon", [("Provider", "s3"), .. S3, ("S3:Region", "eu-central-1")]),
        Make("`s3`, another service", [("Provider", "s3"), .. S3, ("S3:ServiceUrl", "https://s3.example.org")]),
    ];

    private static (string Key, string Value)[] Azure =>
        [("Azure:AccountName", "account"), ("Azure:AccountKey", Convert.ToBase64String(new byte[64]))];

    private static (string Key, string Value)[] S3 => [("S3:Bucket", "videos"), ("S3:AccessKey", "key"), ("S3:SecretKey", "secret")];

    private static StoreColumn Make(string title, params (string Key, string Value)[] settings) =>
        new(title, Create(settings), partSize => Create([.. settings, ($"{Section(settings)}:PartSizeBytes", partSize.ToString(CultureInfo.InvariantCulture))]));

    private static string Section((string Key, string Value)[] settings) => settings[1].Key.Split(':')[0];

    private static IVideoStore Create((string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"VideoStorage:{s.Key}", (string?)s.Value)))
            .Build();
        var services = new ServiceCollection();
        services.AddVideoStorage(configuration).AddAzure().AddGcp().AddS3();

        // Not the keyed service, which stands for all of them.
        return services.BuildServiceProvider().GetRequiredService<VideoStoreFactory>().Create(settings[0].Value);
    }
}

/// <summary>A column of the table.</summary>
/// <param name="Title">How the provider is called.</param>
/// <param name="Store">A store with its defaults.</param>
/// <param name="WithPartSize">The same with parts of so many bytes.</param>
internal sealed record StoreColumn(string Title, IVideoStore Store, Func<int, IVideoStore> WithPartSize);
