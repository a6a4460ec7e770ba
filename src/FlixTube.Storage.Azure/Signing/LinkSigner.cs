using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;
using FlixTube.Storage.Azure.Errors;

namespace FlixTube.Storage.Azure.Signing;

/// <summary>Makes links with a shared access signature of one blob: of the account's key, or of a key that a signed-in identity is given.</summary>
internal sealed class LinkSigner(BlobServiceClient service, BlobContainerClient container, bool hasIdentity, AzureCalls calls)
{
    // A key costs a request, so that it is asked for with some time left over for the next links.
    private static readonly TimeSpan KeyReserve = TimeSpan.FromHours(1);

    // By how much the clock of this machine may be ahead of the service's.
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(15);

    private volatile UserDelegationKey? _key;

    public async Task<Uri> SignAsync(VideoPath path, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var blob = container.GetBlobClient(path.Value);
        var now = calls.Time.GetUtcNow();
        var permission = new BlobSasBuilder(BlobSasPermissions.Read, WholeSecond(now + lifetime))
        {
            BlobContainerName = container.Name,
            BlobName = path.Value,
            Resource = "b",
            Protocol = string.Equals(blob.Uri.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal) ? SasProtocol.Https : SasProtocol.HttpsAndHttp,
        };
        if (blob.CanGenerateSasUri)
            return blob.GenerateSasUri(permission);

        if (!hasIdentity)
        {
            throw new VideoStoreException(
                VideoStoreError.Unsupported,
                "A shared access signature cannot sign links: set VideoStorage:Azure:AccountKey, or sign in with an identity that has the role Storage Blob Delegator.")
            {
                Path = path,
            };
        }

        var key = await KeyAsync(path, now, permission.ExpiresOn, cancellationToken).ConfigureAwait(false);
        return new BlobUriBuilder(blob.Uri) { Sas = permission.ToSasQueryParameters(key, service.AccountName) }.ToUri();
    }

    private async Task<UserDelegationKey> KeyAsync(VideoPath path, DateTimeOffset now, DateTimeOffset expires, CancellationToken cancellationToken)
    {
        if (_key is { } present && present.SignedExpiresOn >= expires)
            return present;

        // A key lives for seven days at most.
        var longest = WholeSecond(now + ISignedUrlSource.MaxLifetime);
        var until = expires + KeyReserve < longest ? expires + KeyReserve : longest;
        var from = until - ISignedUrlSource.MaxLifetime > now - ClockDifference ? until - ISignedUrlSource.MaxLifetime : now - ClockDifference;
        var key = await calls
            .RunAsync(path, token => service.GetUserDelegationKeyAsync(from, until, token), cancellationToken)
            .ConfigureAwait(false);
        return _key = key.Value;
    }

    // Signatures tell times in seconds; cut short, a link of one second might never work.
    private static DateTimeOffset WholeSecond(DateTimeOffset time)
    {
        var over = time.Ticks % TimeSpan.TicksPerSecond;
        return over == 0 ? time : time.AddTicks(TimeSpan.TicksPerSecond - over);
    }
}
