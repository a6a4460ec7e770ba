using FlixTube.History.Views;
using FlixTube.Messaging.Publishing;
using FlixTube.Messaging.Viewed;
using FlixTube.Service.Problems;

namespace FlixTube.History.Receiving;

/// <summary><c>POST /viewed</c>: answered when the view is kept.</summary>
internal sealed class DirectView(IViewStore store, ViewMetrics metrics, TimeProvider time)
{
    public async Task<IResult> ReceiveAsync(HttpContext context)
    {
        var view = await ReadAsync(context.Request);
        await store.AddAsync([view], context.RequestAborted);
        metrics.Kept(1);
        return TypedResults.Ok();
    }

    private async Task<ViewedMessage> ReadAsync(HttpRequest request)
    {
        // A page of another site can send a form or a text without being asked, but not JSON.
        if (!request.HasJsonContentType())
            throw new ProblemException(new(StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type",
                "This route does not take such a body", "Send JSON, with 'Content-Type: application/json'."));

        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        try
        {
            return ViewedText.Receive(body.GetBuffer().AsSpan(0, (int)body.Length), Id(request), time.GetUtcNow());
        }
        catch (InvalidMessageException e)
        {
            throw new ProblemException(Refusals.InvalidFields(e.Fields));
        }
    }

    // It is a string of RFC 9651, in quotes; without them it is meant just as well.
    private static string? Id(HttpRequest request) =>
        request.Headers.TryGetValue(HttpRecipient.IdHeader, out var id) && id.ToString().Trim() is { Length: > 0 } text
            ? text is ['"', .. var quoted, '"'] ? quoted : text
            : null;
}
