using System.Collections.Concurrent;
using System.Diagnostics;
using FlixTube.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FlixTube.Host.Tests.Switching;

/// <summary>Looks over the shoulder of every provider: what was built, when it was last used and when it was closed.</summary>
internal sealed class RecordedStores
{
    public ConcurrentQueue<Life> Lives { get; } = new();

    /// <summary>Puts itself before the providers that are registered.</summary>
    public void Decorate(IServiceCollection services)
    {
        foreach (var registration in services.Where(static s => s.ServiceType == typeof(IVideoStoreProvider)).ToArray())
        {
            services.Remove(registration);
            services.AddSingleton<IVideoStoreProvider>(provider => new Provider(
                (IVideoStoreProvider)(registration.ImplementationInstance ?? ActivatorUtilities.CreateInstance(provider, registration.ImplementationType!)), this));
        }
    }

    /// <summary>What is known of a store without holding it.</summary>
    public sealed class Life(string provider, IVideoStore store)
    {
        private readonly WeakReference _store = new(store);
        private long _lastUsed = Stopwatch.GetTimestamp();
        private long _closed;
        private int _users;

        public string Provider => provider;

        public bool IsClosed => Volatile.Read(ref _closed) != 0;

        public bool IsCollected => !_store.IsAlive;

        /// <summary>How long it was open after its last call or body had ended, which says nothing while it may still be asked for more.</summary>
        public TimeSpan Idle => Stopwatch.GetElapsedTime(Volatile.Read(ref _lastUsed), Volatile.Read(ref _closed));

        /// <summary>When it was closed, by the stopwatch.</summary>
        public long Closed => Volatile.Read(ref _closed);

        public long LastUsed => Volatile.Read(ref _lastUsed);

        public int Users => Volatile.Read(ref _users);

        public void Begin() => Interlocked.Increment(ref _users);

        public void End()
        {
            Volatile.Write(ref _lastUsed, Stopwatch.GetTimestamp());
            Interlocked.Decrement(ref _users);
        }

        public void Close() => Volatile.Write(ref _closed, Stopwatch.GetTimestamp());
    }

    private sealed class Provider(IVideoStoreProvider inner, RecordedStores recorded) : IVideoStoreProvider
    {
        public string Name => inner.Name;

        public string Section => inner.Section;

        public IEnumerable<string> Validate(IConfigurationSection settings) => inner.Validate(settings);

        public IVideoStore Create(IConfigurationSection settings, IServiceProvider services)
        {
            var store = inner.Create(settings, services);
            var life = new Life(Name, store);
            recorded.Lives.Enqueue(life);
            return new Store(store, life);
        }
    }

    private sealed class Store(IVideoStore inner, Life life) : IVideoStore, IAsyncDisposable
    {
        public VideoStoreCapabilities Capabilities => inner.Capabilities;

        public async Task<VideoRead> OpenReadAsync(VideoPath path, ReadOptions options = default, CancellationToken cancellationToken = default)
        {
            life.Begin();
            try
            {
                var read = await inner.OpenReadAsync(path, options, cancellationToken);
                return new VideoRead(read.Properties, read.Range, new Body(read.Body, life));
            }
            catch
            {
                life.End();
                throw;
            }
        }

        public Task<VideoProperties> GetPropertiesAsync(VideoPath path, CancellationToken cancellationToken = default) => UseAsync(inner.GetPropertiesAsync(path, cancellationToken));

        public Task<VideoProperties> WriteAsync(VideoPath path, Stream content, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
            UseAsync(inner.WriteAsync(path, content, options, cancellationToken));

        public Task DeleteAsync(VideoPath path, DeleteOptions options = default, CancellationToken cancellationToken = default) => inner.DeleteAsync(path, options, cancellationToken);

        public Task<VideoPage> ListPageAsync(ListOptions options = default, CancellationToken cancellationToken = default) => UseAsync(inner.ListPageAsync(options, cancellationToken));

        public async ValueTask DisposeAsync()
        {
            if (inner is IAsyncDisposable closable)
                await closable.DisposeAsync();

            life.Close();
        }

        private async Task<T> UseAsync<T>(Task<T> call)
        {
            life.Begin();
            try
            {
                return await call;
            }
            finally
            {
                life.End();
            }
        }
    }

    private sealed class Body(Stream inner, Life life) : Stream
    {
        private int _isClosed;

        public override bool CanRead => inner.CanRead;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => inner.ReadAsync(buffer, cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing && Interlocked.Exchange(ref _isClosed, 1) == 0)
            {
                inner.Dispose();
                life.End();
            }

            base.Dispose(disposing);
        }
    }
}
