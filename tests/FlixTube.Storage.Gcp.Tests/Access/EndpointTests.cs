using FlixTube.Storage.Gcp.Access;

namespace FlixTube.Storage.Gcp.Tests.Access;

[TestFixture]
public sealed class EndpointTests
{
    [TestCase("localhost:9199", "http://localhost:9199/")]
    [TestCase("127.0.0.1:9199", "http://127.0.0.1:9199/")]
    [TestCase("http://localhost:9199", "http://localhost:9199/")]
    [TestCase("http://localhost:9199/", "http://localhost:9199/")]
    [TestCase("https://gcs.test", "https://gcs.test/")]
    [TestCase("http://localhost:9199/storage/v1/", "http://localhost:9199/")]
    [TestCase("http://localhost:9199/storage/v1", "http://localhost:9199/")]
    [TestCase("http://[::1]:9199", "http://[::1]:9199/")]
    public void Every_form_in_use_for_an_emulator_is_understood(string text, string root)
    {
        Assert.That(Endpoint.TryParse(text, out var endpoint), Is.True);
        Assert.That(endpoint, Is.EqualTo(new Endpoint(new Uri(root), IsEmulator: true)));
    }

    [TestCase("")]
    [TestCase("ftp://localhost")]
    [TestCase("http://")]
    [TestCase("http://localhost/other")]
    [TestCase("http://localhost/?a=b")]
    [TestCase("http://user:password@localhost")]
    [TestCase("local host:1")]
    public void Anything_else_is_refused(string text) => Assert.That(Endpoint.TryParse(text, out _), Is.False);
}
