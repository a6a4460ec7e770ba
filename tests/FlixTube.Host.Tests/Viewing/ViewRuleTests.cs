using FlixTube.Host.Viewing;
using FlixTube.Storage.Http.Protocol;
using Microsoft.AspNetCore.Http;

namespace FlixTube.Host.Tests.Viewing;

internal sealed class ViewRuleTests
{
    [TestCase("GET", null, 200, 5000L, null, VideoAnswer.Beginning, Description = "the whole")]
    [TestCase("GET", null, 200, 3L, null, VideoAnswer.Beginning, Description = "a very short whole")]
    [TestCase("GET", null, 200, 0L, null, VideoAnswer.Nothing, Description = "an empty video has no first byte")]
    [TestCase("HEAD", null, 200, 5000L, null, VideoAnswer.Nothing)]
    [TestCase("GET", "bytes=0-", 206, 5000L, "bytes 0-4999/5000", VideoAnswer.Beginning, Description = "how browsers begin")]
    [TestCase("GET", "bytes=0-1023", 206, 1024L, "bytes 0-1023/5000", VideoAnswer.Beginning, Description = "a first piece")]
    [TestCase("GET", "bytes=-9999", 206, 5000L, "bytes 0-4999/5000", VideoAnswer.Beginning, Description = "a suffix that is all")]
    [TestCase("GET", "bytes=0-1", 206, 2L, "bytes 0-1/5000", VideoAnswer.Nothing, Description = "Safari's probe")]
    [TestCase("GET", "bytes=0-1", 206, 2L, "bytes 0-1/2", VideoAnswer.Beginning, Description = "all of two bytes")]
    [TestCase("GET", "bytes=48-", 206, 4952L, "bytes 48-4999/5000", VideoAnswer.Part, Description = "a seek")]
    [TestCase("GET", "bytes=0-1999,3000-3999", 206, 3100L, null, VideoAnswer.Beginning, Description = "several parts, the first from the start")]
    [TestCase("GET", "bytes=2000-3999,0-1999", 206, 3100L, null, VideoAnswer.Part, Description = "several parts, the first from the middle")]
    [TestCase("GET", null, 304, null, null, VideoAnswer.Nothing)]
    [TestCase("GET", "bytes=0-", 412, 100L, null, VideoAnswer.Nothing)]
    [TestCase("GET", "bytes=9999-", 416, 100L, "bytes */5000", VideoAnswer.Nothing)]
    [TestCase("GET", null, 404, 100L, null, VideoAnswer.Nothing)]
    [TestCase("GET", null, 503, 100L, null, VideoAnswer.Nothing)]
    public void An_answer_is_judged_by_its_head(string method, string? range, int status, long? length, string? contentRange, VideoAnswer expected)
    {
        var context = Exchange(method, range);
        (context.Response.StatusCode, context.Response.ContentLength) = (status, length);
        if (contentRange is not null)
            context.Response.Headers.ContentRange = contentRange;

        Assert.That(ViewRule.Judge(context.Request, context.Response), Is.EqualTo(expected));
    }

    [TestCase("Sec-Purpose", "prefetch;prerender")]
    [TestCase("Purpose", "prefetch")]
    [TestCase(GatewayHeaders.Store, GatewayHeaders.Version)]
    public void What_no_person_asked_for_is_no_view(string header, string value)
    {
        var context = Exchange("GET", range: null);
        (context.Response.StatusCode, context.Response.ContentLength) = (200, 5000);
        context.Request.Headers[header] = value;

        Assert.That(ViewRule.Judge(context.Request, context.Response), Is.EqualTo(VideoAnswer.Nothing));
    }

    [Test]
    public void To_save_a_video_is_not_to_view_it()
    {
        var context = Exchange("GET", range: null);
        (context.Response.StatusCode, context.Response.ContentLength) = (200, 5000);
        context.Request.QueryString = new QueryString("?path=a.mp4&download=1");

        Assert.That(ViewRule.Judge(context.Request, context.Response), Is.EqualTo(VideoAnswer.Nothing));
    }

    private static DefaultHttpContext Exchange(string method, string? range)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        if (range is not null)
            context.Request.Headers.Range = range;

        return context;
    }
}
