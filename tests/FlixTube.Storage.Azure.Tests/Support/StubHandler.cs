namespace FlixTube.Storage.Azure.Tests;

/// <summary>Answers instead of a service.</summary>
internal sealed class StubHandler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    private int _requests;

    public int Requests => Volatile.Read(ref _requests);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        var response = answer(request);
        response.RequestMessage = request;
        return Task.FromResult(response);
    }
}
