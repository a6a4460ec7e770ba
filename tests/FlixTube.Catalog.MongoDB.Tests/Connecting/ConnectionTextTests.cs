using FlixTube.Catalog.MongoDB.Clients;

namespace FlixTube.Catalog.MongoDB.Tests.Connecting;

internal sealed class ConnectionTextTests
{
    [TestCase("mongodb://db:27017", ExpectedResult = "db:27017")]
    [TestCase("mongodb://user:p%40ss@db1:27017,db2:27018/admin?tls=true", ExpectedResult = "db1:27017,db2:27018")]
    [TestCase("mongodb+srv://user:pass@cluster.example.com/?retryWrites=true", ExpectedResult = "cluster.example.com")]
    [TestCase("mongodb://user:pa@ss/wo?rd@db:27017", ExpectedResult = "db:27017")]
    [TestCase("db:27017", ExpectedResult = "db:27017")]
    public string The_hosts_can_be_shown(string connectionString) => new ConnectionText(connectionString).Hosts;

    [TestCase("mongodb://user:p%40ss@db:27017", "bad password p@ss")]
    [TestCase("mongodb://user:p%40ss@db:27017", "bad uri mongodb://user:p%40ss@db:27017")]
    [TestCase("mongodb://user:pa@p@ss@db:27017", "what is pa@p@ss?")]
    [TestCase("mongodb://db/?tlsCertificateKeyFilePassword=p%40ss&w=1", "no key for p@ss")]
    [TestCase("mongodb://p%40ss@db", "no password in P@SS")]
    public void Nothing_secret_is_left_in_a_text(string connectionString, string text) =>
        Assert.That(new ConnectionText(connectionString).Redact(text), Does.Not.Contain("p@ss").And.Not.Contain("p%40ss").IgnoreCase.And.Contain("***"));
}
