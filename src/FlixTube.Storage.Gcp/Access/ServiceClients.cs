using System.Text;
using FlixTube.Storage.Network;
using Google.Apis.Http;

namespace FlixTube.Storage.Gcp.Access;

/// <summary>Makes the clients of Google's library that talk to Cloud Storage: over connections of ours, and without retries.</summary>
internal sealed class ServiceClients(NetworkOptions network) : HttpClientFactory
{
    // The first try, and one more with a new token when the service refused the first one's.
    private const int Tries = 2;

    /// <param name="credential">What to show the service; <c>null</c> for nothing.</param>
    public ConfigurableHttpClient Create(IConfigurableHttpClientInitializer? credential)
    {
        var arguments = new CreateHttpClientArgs { ApplicationName = "FlixTube", GZipEnabled = false };
        if (credential is not null)
            arguments.Initializers.Add(credential);

        var client = CreateHttpClient(arguments);
        client.MessageHandler.NumTries = Tries;
        client.MessageHandler.FollowRedirect = false;

        // Each call has a limit of its own, by its token.
        client.Timeout = Timeout.InfiniteTimeSpan;
        return client;
    }

    protected override HttpMessageHandler CreateHandler(CreateHttpClientArgs args)
    {
        var handler = network.CreateHandler();

        // Other programs' metadata may have come in unescaped; the service sends them as they are.
        handler.ResponseHeaderEncodingSelector = static (_, _) => Encoding.UTF8;
        return handler;
    }
}
