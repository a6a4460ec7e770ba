using FlixTube.Catalog.Caching;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FlixTube.Catalog.MongoDB.Tests.Registration;

internal sealed class RegistrationTests
{
    [Test]
    public async Task Configuration_chooses_MongoDB()
    {
        var server = await SharedServer.GetAsync();
        var database = Given.Database();
        await server.InsertAsync(database, "films", Given.BookDocument());
        await using var services = Services(
            ("Catalog:Provider", "MongoDB"),
            ("Catalog:MongoDB:ConnectionString", server.ConnectionString),
            ("Catalog:MongoDB:Database", database),
            ("Catalog:MongoDB:Collection", "films"));

        var catalog = services.GetRequiredService<IVideoCatalog>();
        Assert.That(catalog, Is.TypeOf<CachingVideoCatalog>());
        Assert.That((await catalog.FindAsync(Given.BookId))?.Path, Is.EqualTo(Given.At("SampleVideo_1280x720_1mb.mp4")));
    }

    [Test]
    public async Task Another_catalogue_needs_no_settings_of_MongoDB()
    {
        await using var services = Services(("Catalog:MongoDB:ConnectionString", "nonsense"));
        Assert.That(services.GetRequiredService<IOptions<MongoCatalogOptions>>().Value.ConnectionString, Is.EqualTo("nonsense"));
    }

    [TestCase("ConnectionString", "", "Catalog:MongoDB:ConnectionString")]
    [TestCase("ConnectionString", "http://localhost", "Catalog:MongoDB:ConnectionString")]
    [TestCase("ConnectionString", "mongodb://localhost:99999", "Catalog:MongoDB:ConnectionString")]
    [TestCase("Database", "a b", "Catalog:MongoDB:Database")]
    [TestCase("Database", "", "Catalog:MongoDB:Database")]
    [TestCase("Collection", "system.users", "Catalog:MongoDB:Collection")]
    [TestCase("Timeout", "10", "Catalog:MongoDB:Timeout")]
    [TestCase("MaxConnections", "0", "Catalog:MongoDB:MaxConnections")]
    public async Task A_wrong_setting_is_named(string setting, string value, string named)
    {
        await using var services = Services(
            ("Catalog:Provider", "mongodb"),
            ("Catalog:MongoDB:ConnectionString", "mongodb://localhost"),
            ($"Catalog:MongoDB:{setting}", value));
        var failure = Assert.Throws<OptionsValidationException>(() => _ = services.GetRequiredService<IOptions<MongoCatalogOptions>>().Value)!;
        Assert.That(failure.Failures, Has.Exactly(1).StartsWith(named));
    }

    [Test]
    public void The_password_of_a_wrong_connection_string_is_not_told()
    {
        var failure = Assert.Throws<ArgumentException>(() => _ = new MongoVideoCatalog(new() { ConnectionString = "mongodb://viewer:s3cr/et@localhost:99999" }))!;
        Assert.That(failure.Message, Does.Contain("Catalog:MongoDB:ConnectionString").And.Not.Contain("s3cr/et"));
    }

    private static ServiceProvider Services(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationManager();
        foreach (var (key, value) in settings)
            configuration[key] = value;

        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddVideoCatalog(configuration).AddMongoDB();
        return services.BuildServiceProvider();
    }
}
