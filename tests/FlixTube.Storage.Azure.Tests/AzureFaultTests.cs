using Azure.Storage.Blobs.Models;
using FlixTube.Storage.Network;
using FlixTube.Testing.Faults;
using FlixTube.Testing.Faults.Stores;
using FlixTube.Testing.Servers.Azurite;

namespace FlixTube.Storage.Azure.Tests;

/// <summary>Every fault of the common table, as Azure Blob Storage words it, over Azurite.</summary>
internal sealed class AzureFaultTests : VideoStoreFaults
{
    private TestContainer _container = null!;

    protected override int PartSize => AzureStoreOptions.MinPartSizeBytes;

    protected override string CredentialSetting => "VideoStorage:Azure:SasToken";

    protected override async Task<Uri> StartAsync()
    {
        _container = await TestContainer.CreateAsync();
        return (await SharedAzurite.GetAsync()).ServiceUri;
    }

    protected override IVideoStore Open(Uri service, NetworkOptions network, TimeProvider time) => new AzureVideoStore(
        new AzureStoreOptions
        {
            ConnectionString = AzuriteServer.ConnectionStringFor(service),
            Container = _container.Options.Container,
            PartSizeBytes = PartSize,
            Network = network,
        },
        time);

    protected override StoreCall? CallOf(ProxiedRequest request)
    {
        return request.Method switch
        {
            "HEAD" => StoreCall.Stat,
            "DELETE" => StoreCall.Delete,
            "GET" => Asks("comp=list") ? StoreCall.List : StoreCall.OpenRead,
            "PUT" => Asks("comp=blocklist") ? StoreCall.Commit : Asks("comp=block") ? StoreCall.WritePart : StoreCall.Write,
            _ => null,
        };

        bool Asks(string what) => request.PathAndQuery.Contains(what, StringComparison.Ordinal);
    }

    // "Common REST API error codes": two kinds of credentials that are too old, and a request of the wrong time, are one code.
    protected override Fault.Answer Word(ServiceRefusal refusal) => refusal switch
    {
        ServiceRefusal.TooManyRequests => Error(429, "TooManyRequests"),
        ServiceRefusal.SlowDown => Error(503, "ServerBusy"),
        ServiceRefusal.InternalError => Error(500, "InternalError"),
        ServiceRefusal.ServiceUnavailable => new Fault.Answer(503),
        ServiceRefusal.CredentialsExpired => Error(403, "AuthenticationFailed", "Signature not valid in the specified time frame: Start [Mon, 01 Jan 2029 00:00:00 GMT] - Expiry [Tue, 02 Jan 2029 00:00:00 GMT] - Current [Wed, 02 Jan 2030 00:00:00 GMT]"),
        _ => Error(403, "AuthenticationFailed", "Request date header too old: 'Tue, 02 Jan 2029 00:00:00 GMT'"),
    };

    // Blocks that belong to no blob cannot be taken back: the service has no such call and discards them by itself. So a
    // blob that is made of nothing else is not looked at.
    protected override async Task<IReadOnlyCollection<string>> ContentsAsync()
    {
        var names = new List<string>();
        await foreach (var blob in _container.Client.GetBlobsAsync(states: BlobStates.Snapshots | BlobStates.Version | BlobStates.Deleted))
            names.Add(blob.Name);

        return names;
    }

    protected override async Task StopAsync() => await _container.DisposeAsync();

    private static Fault.Answer Error(int status, string code, string detail = "") => new(
        status,
        $"<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>{code}</Code><Message>{code}</Message><AuthenticationErrorDetail>{detail}</AuthenticationErrorDetail></Error>",
        "application/xml",
        ("x-ms-error-code", code));
}
