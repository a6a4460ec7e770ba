using FlixTube.Storage;
using FlixTube.Storage.Network;

namespace FlixTube.Testing.Faults.Stores;

/// <content>What a provider's tests say about it.</content>
public abstract partial class VideoStoreFaults
{
    /// <summary>The longest video that is written by one request, in bytes.</summary>
    protected abstract int PartSize { get; }

    /// <summary>What messages call the setting that holds the credentials which <see cref="ServiceRefusal.CredentialsExpired"/> is about.</summary>
    protected abstract string CredentialSetting { get; }

    /// <summary>Makes an empty place for videos at a real server; called once.</summary>
    /// <returns>The server's address.</returns>
    protected abstract Task<Uri> StartAsync();

    /// <summary>Opens a store on the place that <see cref="StartAsync"/> made, with parts of <see cref="PartSize"/>.</summary>
    /// <param name="service">Where it finds the service: the server, something before it, or nobody.</param>
    /// <param name="network">Timeouts and retries.</param>
    /// <param name="time">The clock.</param>
    protected abstract IVideoStore Open(Uri service, NetworkOptions network, TimeProvider time);

    /// <summary>What a request is for; <c>null</c> when it is none of these (<see cref="StoreCall.OpenRead"/> for all requests for bytes).</summary>
    protected abstract StoreCall? CallOf(ProxiedRequest request);

    /// <summary>A refusal in the words of the service.</summary>
    protected abstract Fault.Answer Word(ServiceRefusal refusal);

    /// <summary>As what a refusal reaches a call, where the answer to it has no room for the words of the service.</summary>
    protected virtual ServiceRefusal Reaching(StoreCall call, ServiceRefusal refusal) => refusal;

    /// <summary>Whatever the place holds, seen past the store: the names of objects and of unfinished uploads.</summary>
    protected abstract Task<IReadOnlyCollection<string>> ContentsAsync();

    /// <summary>Changes what is outside the service, such as a token service, for the next call; undone by <c>null</c>.</summary>
    protected virtual void Prepare(ServiceRefusal? refusal)
    {
    }

    /// <summary>Ends what <see cref="StartAsync"/> began; called once.</summary>
    protected virtual Task StopAsync() => Task.CompletedTask;
}
