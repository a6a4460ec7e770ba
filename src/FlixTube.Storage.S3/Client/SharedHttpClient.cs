using Amazon.Runtime;

namespace FlixTube.Storage.S3.Client;

/// <summary>Gives the SDK the one client of a store, whose sockets and limits are ours and which nobody else shares.</summary>
internal sealed class SharedHttpClient(HttpMessageHandler handler) : HttpClientFactory, IDisposable
{
    // What limits a call is its token; a second limit here would end bodies that are still being read.
    private readonly HttpClient _client = new(handler) { Timeout = Timeout.InfiniteTimeSpan };

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => _client;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    public void Dispose() => _client.Dispose();
}
