using FlixTube.Storage.Gcp.Access;
using FlixTube.Storage.Gcp.Tests.Servers;
using FlixTube.Storage.Network;
using FlixTube.Testing.Faults;
using FlixTube.Testing.Faults.Stores;

namespace FlixTube.Storage.Gcp.Tests.Faults;

/// <summary>Every fault of the common table, as Google Cloud Storage words it, over Google's emulator with a service account's tokens.</summary>
public sealed class GcpFaultTests : VideoStoreFaults
{
    // What Google's token service says to an assertion from a machine whose clock is wrong.
    private const string UnreasonableTime = """{"error":"invalid_grant","error_description":"Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim."}""";

    private TokenServer _tokens = null!;
    private string _bucket = null!;

    protected override int PartSize => TestStore.PartLength;

    protected override string CredentialSetting => "VideoStorage:Gcp:KeyFilePath";

    protected override async Task<Uri> StartAsync()
    {
        _tokens = await TokenServer.StartAsync();
        _bucket = await Emulator.NewBucketAsync();
        return (await Emulator.GetAsync()).Address;
    }

    protected override IVideoStore Open(Uri service, NetworkOptions network, TimeProvider time) => GcpVideoStore.Create(
        new GcpStoreOptions { Bucket = _bucket, KeyFilePath = _tokens.KeyFile, PartSizeBytes = PartSize, Network = network },
        new Endpoint(service, IsEmulator: false),
        TestStore.Key,
        time);

    protected override StoreCall? CallOf(ProxiedRequest request) => request switch
    {
        _ when TestStore.IsRead(request) => StoreCall.OpenRead,
        _ when TestStore.IsInsert(request) => StoreCall.Write,
        _ when TestStore.IsRewrite(request) => StoreCall.Commit,
        _ when TestStore.IsPart(request) => StoreCall.WritePart,
        { Method: "DELETE" } when !request.PathAndQuery.Contains("flixtube-uploads", StringComparison.Ordinal) => StoreCall.Delete,
        { Method: "GET" } => request.PathAndQuery.Contains("/o?", StringComparison.Ordinal) ? StoreCall.List : StoreCall.Stat,
        _ => null,
    };

    // A token that the service refuses is asked for anew; a wrong clock is found out by who gives it.
    protected override Fault.Answer Word(ServiceRefusal refusal) => refusal switch
    {
        ServiceRefusal.TooManyRequests or ServiceRefusal.SlowDown => Error(429, "rateLimitExceeded"),
        ServiceRefusal.InternalError => Error(500, "backendError"),
        ServiceRefusal.ServiceUnavailable => Error(503, "backendError"),
        _ => Error(401, "authError"),
    };

    protected override void Prepare(ServiceRefusal? refusal) =>
        _tokens.Refusal = refusal == ServiceRefusal.ClockIsWrong ? (400, UnreasonableTime) : null;

    protected override async Task<IReadOnlyCollection<string>> ContentsAsync() => await (await Emulator.GetAsync()).ListObjectsAsync(_bucket);

    protected override async Task StopAsync()
    {
        await Emulator.ShowLogOnFailureAsync();
        await _tokens.DisposeAsync();
    }

    private static Fault.Answer Error(int status, string reason) => new(
        status, $$$"""{"error":{"code":{{{status}}},"message":"{{{reason}}}","errors":[{"reason":"{{{reason}}}"}]}}""", "application/json");
}
