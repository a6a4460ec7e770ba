using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Tracing;
using System.Net;
using System.Net.Http.Headers;
using FlixTube.Host.Tests.Streaming;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FlixTube.Host.Tests.Access;

/// <summary>Tokens are told to nobody: everything that the process says of requests with them is searched.</summary>
internal sealed class DiscretionTests
{
    [Test]
    public async Task A_token_is_in_no_log_no_trace_no_event_and_no_answer()
    {
        using var heard = new Everything();
        await using var host = new RunningHost(
            new() { ["Access:JwtKey"] = Tokens.Key, ["Playback:RequireToken"] = "true", ["Logging:LogLevel:Default"] = "Trace", ["Logging:LogLevel:Microsoft.AspNetCore"] = "Trace", ["Logging:Console:LogLevel:Microsoft.AspNetCore.Server"] = "Trace" },
            services => services.AddSingleton<ILoggerProvider>(heard).Configure<LoggerFilterOptions>(static filter => filter.MinLevel = LogLevel.Trace));
        var uploader = Tokens.Of("uploader");
        host.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", uploader);
        using var stored = await host.Client.PostAsync("/videos?path=a.mp4", new ByteArrayContent([1, 2, 3]));
        Assert.That(stored.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        host.Client.DefaultRequestHeaders.Authorization = null;

        var link = Tokens.Link("\"videoPath\":\"a.mp4\"");
        var expired = Tokens.Link("\"videoPath\":\"a.mp4\"", DateTimeOffset.UtcNow.AddHours(-1));
        foreach (var url in new[]
        {
            $"/video?path=a.mp4&token={link}", $"/video?token={link}&path=a.mp4", $"/video?path=b.mp4&token={link}", $"/video?path=a.mp4&t%6Fken={link}",
            $"/videos?token={link}", $"/nothing?token={link}", $"/?token={link}", $"/video?path=a.mp4&token={expired}", $"/video?token={link}&token={expired}",
            $"/video?path=%FF&token={link}", $"/health/ready?token={link}",
        })
        {
            using var answer = await host.Client.GetAsync(url);
            heard.Add(await answer.Content.ReadAsStringAsync());
            heard.Add(answer.ToString());
        }

        using (var raw = await RawConnection.OpenAsync(host.ClientOptions.BaseAddress))
        {
            await raw.RequestAsync($"http://test/video?path=a.mp4&token={link}");
            heard.Add(await raw.ReadHeadAsync());
        }

        using (var broken = await RawConnection.OpenAsync(host.ClientOptions.BaseAddress))
        {
            await broken.SendAsync($"GET /video?path=a b.mp4&token={link} HTTP/1.1\r\nHost: test\r\n\r\n");
            heard.Add(await broken.ReadHeadAsync());
        }

        var texts = heard.Texts;
        Assert.That(texts, Has.Some.Contains("Request starting").And.Some.Contains("/video"), "the logs were heard");
        Assert.That(texts, Has.Some.StartsWith("activity"), "the traces were heard");
        Assert.That(texts, Has.Some.StartsWith("event"), "the events were heard");
        foreach (var token in new[] { link, expired, uploader })
        {
            var (head, signature) = (token[..60], token.Split('.')[2]);
            Assert.That(texts.Where(text => text.Contains(head, StringComparison.Ordinal) || text.Contains(signature, StringComparison.Ordinal)), Is.Empty);
        }
    }

    /// <summary>Every logger, every activity source and the event sources of the server.</summary>
    private sealed class Everything : EventListener, ILoggerProvider
    {
        private readonly ConcurrentQueue<string> _texts = new();
        private readonly ActivityListener _activities;

        public Everything()
        {
            _activities = new ActivityListener
            {
                ShouldListenTo = static _ => true,
                Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = activity => Add(
                    $"activity {activity.OperationName} {activity.DisplayName} {string.Join(' ', activity.TagObjects.Select(t => $"{t.Key}={t.Value}"))} {string.Join(' ', activity.Events.SelectMany(e => e.Tags).Select(t => $"{t.Key}={t.Value}"))}"),
            };
            ActivitySource.AddActivityListener(_activities);
        }

        public IReadOnlyList<string> Texts => [.. _texts];

        public void Add(string text) => _texts.Enqueue(text);

        public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

        public override void Dispose()
        {
            _activities.Dispose();
            base.Dispose();
        }

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name is "Microsoft.AspNetCore.Hosting" or "Microsoft-AspNetCore-Server-Kestrel")
                EnableEvents(eventSource, EventLevel.Verbose, EventKeywords.All);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            _texts?.Enqueue($"event {eventData.EventName} {string.Join(' ', eventData.Payload ?? new([]))}");
        }

        private sealed class Logger(Everything everything, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull
            {
                everything.Add(Text("scope", state));
                return null;
            }

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                everything.Add($"{category} {formatter(state, exception)} {Text("state", state)} {exception}");

            private static string Text(string what, object? state) => state is IEnumerable<KeyValuePair<string, object?>> pairs
                ? $"{what} {string.Join(' ', pairs.Select(p => $"{p.Key}={p.Value}"))}"
                : $"{what} {state}";
        }
    }
}
