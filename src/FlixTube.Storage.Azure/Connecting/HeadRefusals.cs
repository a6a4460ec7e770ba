using Azure.Core;
using Azure.Core.Pipeline;

namespace FlixTube.Storage.Azure.Connecting;

/// <summary>
/// Has the SDK judge a refused HEAD request by its status and headers. Where these announce the XML that such an answer
/// cannot have, it would look for it and fail over that instead.
/// </summary>
internal sealed class HeadRefusals : HttpPipelinePolicy
{
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        ProcessNext(message, pipeline);
        DropBody(message);
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await ProcessNextAsync(message, pipeline).ConfigureAwait(false);
        DropBody(message);
    }

    private static void DropBody(HttpMessage message)
    {
        if (message.Request.Method != RequestMethod.Head || message.Response.Status < 400)
            return;

        message.Response.ContentStream?.Dispose();
        message.Response.ContentStream = null;
    }
}
