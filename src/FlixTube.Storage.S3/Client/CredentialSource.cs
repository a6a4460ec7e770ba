using Amazon.Runtime;
using Amazon.Runtime.Identity;

namespace FlixTube.Storage.S3.Client;

/// <summary>The credentials of the SDK's client: those that were given, or what its default chain has at the moment. Thread-safe.</summary>
internal sealed class CredentialSource(AWSCredentials? given, IClientConfig config)
{
    private readonly IIdentityResolver _chain = config.IdentityResolverConfiguration.GetIdentityResolver<AWSCredentials>();

    /// <summary>Valid credentials, renewed where they come from when their time is over; <c>null</c> when requests are anonymous.</summary>
    /// <exception cref="AmazonClientException">There are none.</exception>
    public async ValueTask<ImmutableCredentials?> GetAsync(CancellationToken cancellationToken)
    {
        if (given is AnonymousAWSCredentials)
            return null;

        var source = given ?? (AWSCredentials)await _chain.ResolveIdentityAsync(config, cancellationToken).ConfigureAwait(false);
        return await source.GetCredentialsAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
