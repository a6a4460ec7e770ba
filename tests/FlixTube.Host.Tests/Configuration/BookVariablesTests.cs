using System.Collections;
using FlixTube.Host.Configuration;
using Microsoft.Extensions.Configuration;

namespace FlixTube.Host.Tests.Configuration;

internal sealed class BookVariablesTests
{
    private static IConfigurationRoot Configuration(Hashtable environment, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder();
        configuration.AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value));
        configuration.AddBookVariables(environment);
        return configuration.Build();
    }

    [TestCase("STORAGE_ACCOUNT_NAME", "VideoStorage:Azure:AccountName")]
    [TestCase("STORAGE_ACCESS_KEY", "VideoStorage:Azure:AccountKey")]
    [TestCase("GCP_PROJECT_ID", "VideoStorage:Gcp:ProjectId")]
    [TestCase("GCP_KEYFILE_PATH", "VideoStorage:Gcp:KeyFilePath")]
    [TestCase("GCP_BUCKET_NAME", "VideoStorage:Gcp:Bucket")]
    [TestCase("DBHOST", "Catalog:MongoDB:ConnectionString")]
    [TestCase("DBNAME", "Catalog:MongoDB:Database")]
    [TestCase("RABBIT", "Viewed:RabbitMQ:Uri")]
    [TestCase("RABBIT", "Access:RabbitMQ:Uri")]
    [TestCase("JWT_KEY", "Access:JwtKey")]
    public void A_variable_of_the_book_stands_for_a_setting_which_wins_when_both_are_set(string variable, string key)
    {
        Assert.That(Configuration(new() { [variable] = "theirs" })[key], Is.EqualTo("theirs"));
        Assert.That(Configuration(new() { [variable] = "theirs" }, (key, "ours"))[key], Is.EqualTo("ours"));
        Assert.That(Configuration(new() { [variable] = "" })[key], Is.Null);
    }

    [TestCase("STORAGE_ACCOUNT_NAME", "azure")]
    [TestCase("GCP_BUCKET_NAME", "gcp")]
    [TestCase("VIDEO_STORAGE_HOST", "http")]
    [TestCase("PORT", null)]
    public void The_cloud_that_the_book_names_is_the_provider_until_a_setting_says_another(string variable, string? provider)
    {
        Assert.That(Configuration(new() { [variable] = "theirs" })["VideoStorage:Provider"], Is.EqualTo(provider));
        Assert.That(Configuration(new() { [variable] = "theirs" }, ("VideoStorage:Provider", "s3"))["VideoStorage:Provider"], Is.EqualTo("s3"));
    }

    [Test]
    public void The_database_of_the_book_is_the_catalogue_until_a_setting_says_another()
    {
        Assert.That(Configuration(new() { ["DBHOST"] = "mongodb://db:27017" })["Catalog:Provider"], Is.EqualTo("mongodb"));
        Assert.That(Configuration(new() { ["DBHOST"] = "mongodb://db:27017" }, ("Catalog:Provider", "file"))["Catalog:Provider"], Is.EqualTo("file"));
        Assert.That(Configuration(new() { ["DBNAME"] = "video-streaming" })["Catalog:Provider"], Is.Null);
    }

    [TestCase(null, "http://video-storage:80")]
    [TestCase("4000", "http://video-storage:4000")]
    public void The_gateway_of_the_book_is_a_host_and_a_port(string? port, string address)
    {
        var environment = new Hashtable { ["VIDEO_STORAGE_HOST"] = "video-storage", ["VIDEO_STORAGE_PORT"] = port };
        Assert.That(Configuration(environment)["VideoStorage:Http:BaseAddress"], Is.EqualTo(address));
    }
}
