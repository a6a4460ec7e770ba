using System.Net;
using System.Net.Sockets;
using FlixTube.Testing.Faults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FlixTube.Storage.Tests.Network;

/// <summary>The faults that the providers' tests rely on are real ones.</summary>
internal sealed class FaultProxyTests
{
    private const int Length = 1_000_000;

    private readonly HttpClient _client = new();
    private WebApplication _server = null!;
    private FaultProxy _proxy = null!;
    private int _posts;

    [OneTimeSetUp]
    public async Task Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.MapGet("/base/{**rest}", (HttpContext context) =>
        {
            context.Response.Headers["X-Target"] = context.Request.Path + context.Request.QueryString + " " + context.Request.Host;
            return Results.Bytes(new byte[Length], "video/mp4");
        });
        _server.MapPost("/base/", (HttpContext _) => Interlocked.Increment(ref _posts));
        await _server.StartAsync();
        _proxy = await FaultProxy.StartAsync(new Uri(_server.Urls.Single() + "/base/"));
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await _proxy.DisposeAsync();
        await _server.DisposeAsync();
        _client.Dispose();
    }

    [SetUp]
    public void Forget() => _proxy.Reset();

    private Uri At(string path) => new(_proxy.Address, path);

    [Test]
    public async Task Without_a_fault_everything_is_passed_on_and_recorded()
    {
        var answer = await _client.GetAsync(At("a%20b?c=d%2Fe"));
        Assert.That(await answer.Content.ReadAsByteArrayAsync(), Has.Length.EqualTo(Length));
        Assert.That(answer.Headers.GetValues("X-Target").Single(), Is.EqualTo($"/base/a%20b?c=d%2Fe {_proxy.Address.Authority}"));

        var request = _proxy.Requests.Single();
        await request.Ended;
        Assert.That(request.ToString(), Is.EqualTo("GET /base/a%20b?c=d%2Fe -> 200"));
        Assert.That(request.BytesSent, Is.EqualTo(Length));
        Assert.That(request.AbandonedByClient, Is.False);
    }

    [Test]
    public async Task A_scripted_answer_comes_once_and_then_the_server_again()
    {
        _proxy.Next(new Fault.Answer(429, "slow down", "text/plain", ("Retry-After", "7")));
        var refused = await _client.GetAsync(At(""));
        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(refused.Headers.RetryAfter?.ToString(), Is.EqualTo("7"));
        Assert.That((await _client.GetAsync(At(""))).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_reset_is_a_reset_before_and_in_the_middle()
    {
        _proxy.Next(new Fault.ResetBefore());
        var before = await Assert.ThrowsAsync<HttpRequestException>(() => _client.GetAsync(At("")));
        Assert.That(before!.GetBaseException(), Is.InstanceOf<SocketException>().With.Property("SocketErrorCode").EqualTo(SocketError.ConnectionReset));

        _proxy.Next(new Fault.ResetAfter(1000));
        using var answer = await _client.GetAsync(At(""), HttpCompletionOption.ResponseHeadersRead);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await Assert.CatchAsync<Exception>(() => answer.Content.ReadAsByteArrayAsync());
        Assert.That(_proxy.Requests[^1].BytesSent, Is.EqualTo(1000));
    }

    [Test]
    public async Task A_cut_body_is_shorter_than_was_said()
    {
        _proxy.Next(new Fault.CutAfter(1000));
        using var answer = await _client.GetAsync(At(""), HttpCompletionOption.ResponseHeadersRead);
        Assert.That(answer.Content.Headers.ContentLength, Is.EqualTo(Length));
        await Assert.CatchAsync<HttpRequestException>(() => answer.Content.ReadAsByteArrayAsync());
    }

    [Test]
    public async Task A_stalled_body_yields_its_beginning_and_then_nothing_until_the_client_leaves()
    {
        _proxy.Next(new Fault.StallAfter(1000));
        using (var answer = await _client.GetAsync(At(""), HttpCompletionOption.ResponseHeadersRead))
        {
            var body = await answer.Content.ReadAsStreamAsync();
            await body.ReadExactlyAsync(new byte[1000]);
            using var patience = new CancellationTokenSource();
            var more = body.ReadAsync(new byte[1], patience.Token).AsTask();
            Assert.That(more.IsCompleted, Is.False);
            await patience.CancelAsync();
            await Assert.CatchAsync<OperationCanceledException>(() => more);
        }

        await _proxy.Requests.Single().Ended;
        Assert.That(_proxy.Requests.Single().AbandonedByClient, Is.True);
    }

    [Test]
    public async Task A_lost_answer_is_lost_after_the_server_did_the_work()
    {
        _proxy.Next(new Fault.LoseAnswer());
        var before = _posts;
        await Assert.CatchAsync<HttpRequestException>(() => _client.PostAsync(At(""), new ByteArrayContent([1])));
        Assert.That(_posts, Is.EqualTo(before + 1));
    }

    [Test]
    public async Task Something_can_happen_in_the_middle_of_a_body()
    {
        var happened = false;
        _proxy.Next(new Fault.MeanwhileAfter(1000, () => Task.FromResult(happened = true)));
        await Assert.CatchAsync<HttpRequestException>(() => _client.GetByteArrayAsync(At("")));
        Assert.That(happened, Is.True);
    }
}
