using FlixTube.Catalog;
using FlixTube.Messaging.Publishing;
using FlixTube.Messaging.Viewed;
using FlixTube.Storage;
using Microsoft.Extensions.Options;

namespace FlixTube.Host.Viewing;

/// <summary>Sees the answers that viewers get, and tells of each view as it begins.</summary>
internal sealed class ViewWatch(ViewPublisher publisher, IOptions<ViewingOptions> options, TimeProvider time)
{
    private readonly Plays _plays = new(options.Value.PlayIdleTimeout);

    /// <summary>Watches the answer of a request until what is returned is disposed of; nothing when nobody is to be told.</summary>
    public IDisposable? Watch(HttpContext context, VideoPath path) =>
        publisher.IsOn && HttpMethods.IsGet(context.Request.Method) ? new WatchedAnswer(this, context, path) : null;

    private sealed class WatchedAnswer : IDisposable
    {
        private readonly ViewWatch _watch;
        private readonly HttpContext _context;
        private readonly VideoPath _path;
        private UInt128? _who;

        public WatchedAnswer(ViewWatch watch, HttpContext context, VideoPath path)
        {
            (_watch, _context, _path) = (watch, context, path);
            context.Response.OnStarting(Begin);
        }

        public void Dispose()
        {
            if (_who is { } who)
                _watch._plays.End(who, _watch.Now);
        }

        private Task Begin()
        {
            var answer = ViewRule.Judge(_context.Request, _context.Response);
            if (answer == VideoAnswer.Nothing)
                return Task.CompletedTask;

            var who = Viewer.Of(_context, _path);
            _who = who;
            var now = _watch.Now;
            if (_watch._plays.Begin(who, answer == VideoAnswer.Beginning, now))
                _watch.Publish(ViewedMessage.Now(_path, Id(_context.Request), now));

            return Task.CompletedTask;
        }

        // To look an id up would cost the catalogue a question for each view: it is told when the viewer told it.
        private static string? Id(HttpRequest request) =>
            VideoId.TryParse(request.Query["id"], out var id) ? id.ToString() : null;
    }

    private DateTimeOffset Now => time.GetUtcNow();

    private void Publish(ViewedMessage message) => publisher.Publish(message);
}
