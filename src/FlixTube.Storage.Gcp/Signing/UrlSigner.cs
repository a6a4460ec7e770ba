using FlixTube.Storage.Gcp.Access;
using Google.Apis.Auth.OAuth2;

namespace FlixTube.Storage.Gcp.Signing;

/// <summary>Signs links as the account of the store's credentials, where that is an account that can.</summary>
internal sealed class UrlSigner(Endpoint endpoint, string bucket, CredentialSource? credentials, Calls calls, TimeProvider time)
{
    public async Task<Uri> SignReadAsync(VideoPath path, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        if (credentials is null)
            throw CannotSign(path);

        return await calls.RunAsync(path, calls.AnswerLimit, SignAsync, cancellationToken).ConfigureAwait(false);

        async Task<Uri> SignAsync(CancellationToken token)
        {
            var credential = (await credentials.GetAsync(token).ConfigureAwait(false)).UnderlyingCredential;
            if (credential is not IBlobSigner signer || await EmailAsync(credential, token).ConfigureAwait(false) is not { } email)
                throw CannotSign(path);

            return await SignedUrls.SignReadAsync(
                endpoint.Root, bucket, path.Value, time.GetUtcNow(), lifetime, signer, email, token).ConfigureAwait(false);
        }
    }

    private static async Task<string?> EmailAsync(ICredential credential, CancellationToken cancellationToken) => credential switch
    {
        ServiceAccountCredential account => account.Id,
        ImpersonatedCredential account => account.TargetPrincipal,
        ComputeCredential machine => await machine.GetDefaultServiceAccountEmailAsync(cancellationToken).ConfigureAwait(false),
        _ => null,
    };

    private static VideoStoreException CannotSign(VideoPath path) => new(
        VideoStoreError.Unsupported,
        $"These credentials cannot sign a link to '{path}': that needs a service account, by key file, by impersonation or on a machine in Google's cloud.")
    {
        Path = path,
    };
}
