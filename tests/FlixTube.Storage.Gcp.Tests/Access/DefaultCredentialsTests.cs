using FlixTube.Storage.Gcp.Tests.Servers;

namespace FlixTube.Storage.Gcp.Tests.Access;

/// <summary>Google's library looks for the default credentials once in a process: one test is all there can be.</summary>
[TestFixture]
public sealed class DefaultCredentialsTests
{
    private const string Variable = "GOOGLE_APPLICATION_CREDENTIALS";

    [Test]
    public async Task Without_a_key_file_the_application_default_credentials_are_used_and_can_sign()
    {
        var before = Environment.GetEnvironmentVariable(Variable);
        await using var tokens = await TokenServer.StartAsync();
        try
        {
            Environment.SetEnvironmentVariable(Variable, tokens.KeyFile);
            await using var store = await TestStore.StartAsync(asGoogle: true);

            await store.WriteAsync("a", [1, 2, 3]);
            var link = await store.Store.GetSignedReadUrlAsync(VideoPath.Parse("a"), TimeSpan.FromMinutes(1));

            Assert.That(store.Proxy.Requests[0].Headers["Authorization"], Is.EqualTo($"Bearer {tokens.Tokens[0]}"));
            Assert.That(link.Query, Does.Contain(Uri.EscapeDataString(ServiceAccount.Email)));
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, before);
        }
    }
}
