using System.Net;
using FlixTube.Storage.Http.Protocol;

namespace FlixTube.Storage.Http.Asking;

internal static class GatewayAnswers
{
    /// <summary>
    /// Goes on only with the success of a gateway: another server may answer a route that it does not know with anything.
    /// </summary>
    /// <exception cref="Refusal">It is none.</exception>
    /// <exception cref="VideoStoreException"><see cref="VideoStoreError.Unsupported"/>: the server is no gateway.</exception>
    public static async Task RequireGatewayAsync(
        this HttpResponseMessage response, GatewayErrors errors, VideoPath? path, TimeProvider time, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            if (!response.Headers.NonValidated.Contains(GatewayHeaders.Store))
                throw errors.NoGateway(path);

            return;
        }

        var refusal = await Refusal.ReadAsync(response, time, cancellationToken).ConfigureAwait(false);
        throw !refusal.IsGateways && refusal.Status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented
            ? errors.NoGateway(path, refusal)
            : refusal;
    }
}
