using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using FlixTube.Storage.S3.Objects;
using FlixTube.Storage.S3.Signing;

namespace FlixTube.Storage.S3.Client;

/// <summary>
/// GET and HEAD of objects over plain HTTP, with the addresses, the credentials and the connections of the SDK's client,
/// but without what it does around each request, which costs more than the request. Thread-safe.
/// </summary>
internal sealed class ObjectRequests(AmazonS3Client client, AWSCredentials? credentials, string bucket, HttpMessageHandler handler) : IDisposable
{
    private readonly CredentialSource _credentials = new(credentials, client.Config);

    // The handler is the SDK's client's too, who ends it.
    private readonly HttpMessageInvoker _sockets = new(handler, disposeHandler: false);

    private volatile Destination? _destination;

    /// <summary>Asks; completes when the head of the answer is there.</summary>
    /// <param name="method">GET or HEAD.</param>
    /// <param name="path">What is asked for.</param>
    /// <param name="range">Which bytes of it; all when <c>null</c>.</param>
    /// <param name="ifMatch">The ETag, without quotes, that it must have.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>A success. Disposal of it or of its body ends the request.</returns>
    /// <exception cref="Refusal">The service refused.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, VideoPath path, ByteRange? range, string? ifMatch, CancellationToken cancellationToken)
    {
        var destination = _destination ??= new Destination(ObjectEndpoint.Of(client, bucket));
        var by = await _credentials.GetAsync(cancellationToken).ConfigureAwait(false);
        var address = destination.Endpoint.AddressOf(path);
        var answer = await SendAsync(address, destination.Endpoint.Host).ConfigureAwait(false);
        if (answer.StatusCode == HttpStatusCode.TemporaryRedirect && Target(address, answer) is { } target)
        {
            answer.Dispose();
            answer = await SendAsync(target, ObjectEndpoint.HostOf(target)).ConfigureAwait(false);
        }

        if (answer.IsSuccessStatusCode)
            return answer;

        using (answer)
            throw await Refusal.ReadAsync(answer, cancellationToken).ConfigureAwait(false);

        Task<HttpResponseMessage> SendAsync(Uri to, string host)
        {
            var request = new HttpRequestMessage(method, to);
            destination.Signer.Sign(
                request, host, by, ifMatch is null ? null : ETags.Quoted(ifMatch), range is { } bytes ? $"bytes={bytes}" : null);
            return _sockets.SendAsync(request, cancellationToken);
        }
    }

    public void Dispose() => _sockets.Dispose();

    // Amazon S3 sends requests for new buckets elsewhere until all its names are known everywhere.
    private static Uri? Target(Uri from, HttpResponseMessage answer) =>
        answer.Headers.Location is { IsAbsoluteUri: true } to
        && (to.Scheme is "https" || string.Equals(to.Scheme, from.Scheme, StringComparison.Ordinal))
            ? new Uri(to.OriginalString, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true })
            : null;

    private sealed record Destination(ObjectEndpoint Endpoint)
    {
        // Not the clock of timeouts: the service compares with its own.
        public RequestSigner Signer { get; } = new(Endpoint.Region, Endpoint.Service, TimeProvider.System);
    }
}
