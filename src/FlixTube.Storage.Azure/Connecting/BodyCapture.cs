using Azure.Core;
using Azure.Core.Pipeline;

namespace FlixTube.Storage.Azure.Connecting;

/// <summary>
/// Takes the body of a download below the SDK, whose own stream cannot be disposed of, so that the request would go on
/// after its reader is gone, and resumes broken bodies five times at once.
/// </summary>
internal sealed class BodyCapture
{
    private const string Property = "FlixTube.Body";

    private BodyCapture()
    {
    }

    /// <summary>The body as it comes from the connection; <c>null</c> before there was an answer.</summary>
    public Stream? Body { get; private set; }

    /// <summary>Takes the body of the next call that is made before the scope is disposed of.</summary>
    public static IDisposable Begin(out BodyCapture capture)
    {
        capture = new BodyCapture();
        return HttpPipeline.CreateHttpMessagePropertiesScope(new Dictionary<string, object?>(StringComparer.Ordinal) { [Property] = capture });
    }

    /// <summary>What does it; it must be the last before the transport.</summary>
    internal sealed class Policy : HttpPipelinePolicy
    {
        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            ProcessNext(message, pipeline);
            Take(message);
        }

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            await ProcessNextAsync(message, pipeline).ConfigureAwait(false);
            Take(message);
        }

        private static void Take(HttpMessage message)
        {
            if (message.TryGetProperty(Property, out var capture))
                ((BodyCapture)capture!).Body = message.Response.ContentStream;
        }
    }
}
