using System.Diagnostics;
using FlixTube.Storage.Gcp.Tests.Servers;
using FlixTube.Storage.Network;
using FlixTube.Testing.Faults;

namespace FlixTube.Storage.Gcp.Tests.Access;

[TestFixture]
public sealed class CredentialsTests
{
    private TokenServer _tokens = null!;
    private TestStore _store = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _tokens = await TokenServer.StartAsync();
        _store = await TestStore.StartAsync(options => options.KeyFilePath = _tokens.KeyFile, asGoogle: true);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await (_store?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _tokens.DisposeAsync();
    }

    [Test]
    public async Task A_key_file_gets_a_token_once_and_shows_it_with_every_request()
    {
        await _store.WriteAsync("a", TestStore.Content(3 * TestStore.PartLength));
        await _store.ReadAsync("a");
        await _store.Store.ListPageAsync();

        Assert.That(_tokens.Tokens, Has.Count.EqualTo(1));
        Assert.That(
            _store.Proxy.Requests.Select(r => r.Headers.GetValueOrDefault("Authorization")),
            Is.All.EqualTo($"Bearer {_tokens.Tokens[0]}"));
    }

    [Test]
    public async Task A_token_that_the_service_does_not_accept_any_more_is_replaced_and_the_call_succeeds()
    {
        await _store.WriteAsync("a", [1, 2, 3]);
        _store.Proxy.Next(Expired());

        var read = await _store.ReadAsync("a");

        Assert.That(read, Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(_tokens.Tokens, Has.Count.EqualTo(2));
        Assert.That(_store.Proxy.Requests[^1].Headers["Authorization"], Is.EqualTo($"Bearer {_tokens.Tokens[1]}"));
    }

    [Test]
    public async Task A_token_that_expires_within_an_upload_is_replaced_and_the_upload_succeeds()
    {
        var content = TestStore.Content(3 * TestStore.PartLength);
        _store.Proxy.Next(Expired(), r => TestStore.IsPart(r) && r.Headers["Content-Range"].StartsWith("bytes 262144-", StringComparison.Ordinal));

        await _store.WriteAsync("a", content);

        Assert.That(await _store.ReadAsync("a"), Is.EqualTo(content));
        Assert.That(_tokens.Tokens, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Tokens_that_are_never_accepted_are_PermissionDenied_and_the_clock_is_named()
    {
        _store.Proxy.Next(Expired(), times: 100);

        var failure = await Assert.ThrowsAsync<VideoStoreException>(() => _store.ReadAsync("a"));

        Assert.That(failure!.Error, Is.EqualTo(VideoStoreError.PermissionDenied));
        Assert.That(failure.Message, Does.Contain("VideoStorage:Gcp:KeyFilePath").And.Contain("the clock of this machine"));
        Assert.That(_store.Proxy.Requests, Has.Count.EqualTo(2), "with one new token, not again and again");
        Assert.That(failure.ToString(), Does.Not.Contain(_tokens.Tokens[0]), "a token is told");
    }

    [Test]
    public async Task A_token_service_that_fails_is_Unavailable_and_temporary()
    {
        _tokens.Refusal = (503, "");

        var failure = await Assert.ThrowsAsync<VideoStoreException>(() => _store.ReadAsync("a"));

        Assert.That((failure!.Error, failure.Persistence), Is.EqualTo((VideoStoreError.Unavailable, ErrorPersistence.Temporary)));
    }

    [Test]
    public async Task A_token_service_that_cannot_be_reached_is_Unavailable_and_temporary_within_five_seconds_by_default([Values] bool swallows)
    {
        using var hole = new BlackHole();
        await File.WriteAllTextAsync(_tokens.KeyFile, ServiceAccount.Shared.ToJson(swallows ? hole.Address : new Uri("http://127.0.0.1:1/")));
        await using var store = await TestStore.StartAsync(
            options => (options.KeyFilePath, options.Network) = (_tokens.KeyFile, new NetworkOptions()), asGoogle: true);
        var clock = Stopwatch.StartNew();

        var failure = await Assert.ThrowsAsync<VideoStoreException>(() => store.ReadAsync("a"));

        Assert.That((failure!.Error, failure.Persistence), Is.EqualTo((VideoStoreError.Unavailable, ErrorPersistence.Temporary)));
        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
    }

    [Test]
    public async Task A_token_service_that_recovers_is_asked_again()
    {
        _tokens.Refusal = (503, "");
        await Assert.ThrowsAsync<VideoStoreException>(() => _store.WriteAsync("a", [1]));
        _tokens.Refusal = null;

        await _store.WriteAsync("a", [1]);

        Assert.That(await _store.ReadAsync("a"), Is.EqualTo(new byte[] { 1 }));
    }

    // A wrong answer of a proxy before the service, which Google's library takes for a defect of its own.
    [TestCase(429, "", VideoStoreError.Throttled)]
    [TestCase(403, "", VideoStoreError.PermissionDenied)]
    [TestCase(502, "<html>Bad Gateway</html>", VideoStoreError.Unavailable)]
    public async Task A_token_service_that_answers_anything_else_is_judged_by_its_status(int status, string body, VideoStoreError error)
    {
        _tokens.Refusal = (status, body);

        var failure = await Assert.ThrowsAsync<VideoStoreException>(() => _store.ReadAsync("a"));

        Assert.That(failure!.Error, Is.EqualTo(error), failure.ToString());
    }

    [Test]
    public void No_credentials_at_all_are_PermissionDenied_and_what_to_set_is_named()
    {
        var errors = new ServiceErrors(new GcpStoreOptions { Bucket = "videos" }, TestStore.Key);

        var failure = errors.Translate(new InvalidOperationException("Your default credentials were not found."), path: null);

        Assert.That(failure.Error, Is.EqualTo(VideoStoreError.PermissionDenied));
        Assert.That(failure.Message, Does.Contain("VideoStorage:Gcp:KeyFilePath").And.Contain("GOOGLE_APPLICATION_CREDENTIALS"));
    }

    [Test]
    public void A_key_file_that_is_gone_when_the_store_is_built_is_PermissionDenied() =>
        Assert.That(
            () => GcpVideoStore.Create(new GcpStoreOptions { Bucket = "videos", KeyFilePath = "/no/such/file" }, TestStore.Key, TimeProvider.System),
            Throws.TypeOf<VideoStoreException>().With.Message.Contains("VideoStorage:Gcp:KeyFilePath"));

    [Test]
    public async Task An_emulator_is_never_shown_credentials()
    {
        await using var store = await TestStore.StartAsync(options => options.KeyFilePath = _tokens.KeyFile);

        await store.WriteAsync("a", [1]);

        Assert.That(store.Proxy.Requests.Select(r => r.Headers.ContainsKey("Authorization")), Is.All.False);
        Assert.That(_tokens.Tokens, Is.Empty);
    }

    private static Fault.Answer Expired() =>
        new(401, """{"error":{"code":401,"message":"Invalid Credentials","errors":[{"reason":"authError"}]}}""", "application/json");
}
