using FlixTube.Storage.Http.Tests.Support;
using FlixTube.Testing.Faults;

namespace FlixTube.Storage.Http.Tests.Faults;

[NonParallelizable]
internal sealed class WriteFaultTests
{
    private FaultProxy _proxy = null!;
    private HttpVideoStore _store = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _proxy = await FaultProxy.StartAsync(SharedGateway.Address);
        _store = TestStores.Over(_proxy.Address, Tokens.Good);
        await _store.DeleteAsync(Videos.Path);
        _proxy.Reset();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _store.DisposeAsync();
        await _proxy.DisposeAsync();
    }

    [Test]
    public async Task What_is_known_to_be_refused_is_refused_before_the_content_is_read()
    {
        await using var direct = TestStores.Over(SharedGateway.Address, Tokens.Good);
        await using var stranger = TestStores.Over(SharedGateway.Address, Tokens.Expired);
        await direct.PutAsync([1]);
        await using var content = new MemoryStream(Videos.Bytes(10_000_000));

        await Videos.FailureAsync(() => direct.WriteAsync(Videos.Path, content, new() { CreateOnly = true }), VideoStoreError.AlreadyExists);
        await Videos.FailureAsync(() => direct.WriteAsync(Videos.Path, content, new() { IfMatch = "another" }), VideoStoreError.PreconditionFailed);
        await Videos.FailureAsync(() => stranger.WriteAsync(Videos.Path, content), VideoStoreError.PermissionDenied);

        Assert.That(content.Position, Is.Zero);
    }

    [Test]
    public async Task Who_has_no_valid_token_may_read_and_nothing_else_and_is_told_which_setting_to_look_at()
    {
        await _store.PutAsync([1, 2, 3]);
        foreach (var token in new[] { null, Tokens.Expired })
        {
            await using var stranger = TestStores.Over(SharedGateway.Address, token);

            Assert.That(await stranger.ReadAsync(), Has.Length.EqualTo(3));
            await Videos.FailureAsync(() => stranger.DeleteAsync(Videos.Path), VideoStoreError.PermissionDenied);
            var failure = await Videos.FailureAsync(() => stranger.PutAsync([1]), VideoStoreError.PermissionDenied);
            Assert.That(failure.Message, Does.Contain("VideoStorage:Http:Token"));
            Assert.That(failure.ToString(), Does.Not.Contain(Tokens.Expired));
        }
    }

    [Test]
    public async Task A_gateway_that_cannot_be_reached_for_a_moment_is_tried_again_as_long_as_the_content_is_unread()
    {
        await using var server = await PlainServer.StartAsync();
        var refusals = 2;
        server.Instead = async context =>
        {
            if (context.Request.Method != "PUT" || refusals-- <= 0)
                return false;

            // Before the body is asked for: the store waits for the word to go on.
            context.Response.StatusCode = 503;
            await context.Response.CompleteAsync();
            return true;
        };
        await using var store = server.Store();
        await using var content = new MemoryStream(Videos.Bytes(1_000_000));

        await Videos.FailureAsync(() => store.WriteAsync(Videos.Path, content), VideoStoreError.Unsupported);

        Assert.That(server.Requests.Count(r => r.StartsWith("PUT", StringComparison.Ordinal)), Is.EqualTo(3), "two refusals, then the server's own answer");
    }

    [Test]
    public async Task An_answer_that_is_lost_is_told_and_the_write_not_repeated()
    {
        _proxy.Next(new Fault.LoseAnswer());

        await Videos.FailureAsync(() => _store.PutAsync([1, 2, 3]), VideoStoreError.Unavailable);

        Assert.That(_proxy.Requests.Count(r => r.Method == "PUT"), Is.EqualTo(1));
        Assert.That(await _store.ReadAsync(), Has.Length.EqualTo(3));
    }

    [Test]
    public async Task A_gateway_that_does_not_answer_an_upload_is_a_timeout()
    {
        await using var store = TestStores.Over(_proxy.Address, Tokens.Good, network => network.PartTimeout = TimeSpan.FromSeconds(0.2));
        _proxy.Next(new Fault.Hang(), times: int.MaxValue);
        await Videos.FailureAsync(() => store.PutAsync(Videos.Bytes(5_000_000)), VideoStoreError.Timeout);
    }

    [Test]
    public async Task A_video_longer_than_the_gateway_takes_is_refused_and_leaves_nothing()
    {
        await using var gateway = await Testing.Hosts.HostProcess.StartAsync(new Dictionary<string, string> { ["Upload:MaxBytes"] = "1000" });
        await using var store = TestStores.Over(gateway.BaseAddress);

        Assert.That(store.Capabilities.MaxVideoLength, Is.EqualTo(1000));

        // The server counts a few bytes for each piece of a body of unknown length.
        await store.PutAsync(Videos.Bytes(900));
        await Videos.FailureAsync(() => store.PutAsync(Videos.Bytes(1001)), VideoStoreError.Unsupported);
        Assert.That(await store.ReadAsync(), Has.Length.EqualTo(900));
    }

    [Test]
    public async Task A_conditional_delete_whose_answer_was_lost_has_succeeded()
    {
        var written = await _store.PutAsync([1]);
        _proxy.Next(new Fault.LoseAnswer(), request => request.Method == "DELETE");

        await _store.DeleteAsync(Videos.Path, new DeleteOptions { IfMatch = written.ETag });

        Assert.That(await _store.FindPropertiesAsync(Videos.Path), Is.Null);
    }
}
