using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Azure.Storage;
using Azure.Storage.Blobs;

namespace FlixTube.Storage.Azure.Connecting;

/// <summary>The SDK's client for one service, with the SDK's own retries and timeouts out of the way.</summary>
internal sealed class ServiceConnection : IDisposable
{
    private readonly HttpClient _http;

    /// <summary>Connects to nothing yet.</summary>
    /// <param name="options">Valid settings.</param>
    /// <param name="credential">What to sign in with instead of the default credential.</param>
    /// <param name="handler">What sends requests instead of the handler of <see cref="Network.NetworkOptions"/>.</param>
    public ServiceConnection(AzureStoreOptions options, TokenCredential? credential = null, HttpMessageHandler? handler = null)
    {
        _http = new HttpClient(handler ?? options.Network.CreateHandler()) { Timeout = Timeout.InfiniteTimeSpan };
        HasIdentity = OptionsValidation.UsesIdentity(options);
        Service = Connect(options, credential, ClientOptions(_http));
    }

    /// <summary>Whether it signs in with a token rather than with a key or a signature.</summary>
    public bool HasIdentity { get; }

    public BlobServiceClient Service { get; }

    public void Dispose() => _http.Dispose();

    private static BlobClientOptions ClientOptions(HttpClient http)
    {
        var options = new BlobClientOptions { Transport = new HttpClientTransport(http) };
        options.Retry.MaxRetries = 0;
        options.Retry.NetworkTimeout = Timeout.InfiniteTimeSpan;
        options.Diagnostics.ApplicationId = "FlixTube";
        options.AddPolicy(new HeadRefusals(), HttpPipelinePosition.BeforeTransport);
        options.AddPolicy(new BodyCapture.Policy(), HttpPipelinePosition.BeforeTransport);
        return options;
    }

    private static BlobServiceClient Connect(AzureStoreOptions options, TokenCredential? credential, BlobClientOptions client)
    {
        if (!string.IsNullOrWhiteSpace(options.ConnectionString))
            return new BlobServiceClient(options.ConnectionString, client);

        var address = options.ServiceUri ?? new Uri($"https://{options.AccountName}.blob.{options.EndpointSuffix}");
        if (!string.IsNullOrWhiteSpace(options.AccountKey))
            return new BlobServiceClient(address, new StorageSharedKeyCredential(options.AccountName, options.AccountKey), client);

        if (!string.IsNullOrWhiteSpace(options.SasToken))
            return new BlobServiceClient(address, new AzureSasCredential(options.SasToken.TrimStart('?')), client);

        return OptionsValidation.UsesIdentity(options)
            ? new BlobServiceClient(address, credential ?? DefaultCredential(client), client)
            : new BlobServiceClient(address, client);
    }

    private static DefaultAzureCredential DefaultCredential(BlobClientOptions client) =>
        new(new DefaultAzureCredentialOptions { Transport = client.Transport, ExcludeInteractiveBrowserCredential = true });
}
