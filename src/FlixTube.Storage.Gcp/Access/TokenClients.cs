using System.Net;
using FlixTube.Storage.Gcp.Objects;
using FlixTube.Storage.Network;
using Google.Apis.Http;

namespace FlixTube.Storage.Gcp.Access;

/// <summary>
/// Makes the clients with which credentials ask for tokens and signatures. What fails there is reported before Google's
/// library sees it: the library tries for seconds by itself, and takes an answer without a JSON body for a defect of its own.
/// </summary>
internal sealed class TokenClients(NetworkOptions network) : HttpClientFactory
{
    protected override HttpMessageHandler CreateHandler(CreateHttpClientArgs args) => new Failures(network.CreateHandler());

    private sealed class Failures(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await ConnectAsync(request, cancellationToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode || IsRefusalInJson(response))
                return response;

            using (response)
            {
                throw new ObjectServiceException(response.StatusCode, $"Google's token service answered {(int)response.StatusCode}.")
                {
                    RetryAfter = response.Headers.RetryAfter?.Delta,
                };
            }
        }

        // A cancellation loses its cause on its way through Google's library.
        private async Task<HttpResponseMessage> ConnectAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
            {
                throw new HttpRequestException(HttpRequestError.ConnectionError, "Google's token service did not let us connect in time.", e);
            }
        }

        private static bool IsRefusalInJson(HttpResponseMessage response) =>
            response.StatusCode is < HttpStatusCode.InternalServerError and not HttpStatusCode.TooManyRequests
            && response.Content.Headers.ContentLength != 0
            && string.Equals(response.Content.Headers.ContentType?.MediaType, "application/json", StringComparison.OrdinalIgnoreCase);
    }
}
