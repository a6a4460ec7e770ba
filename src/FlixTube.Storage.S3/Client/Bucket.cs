using Amazon.S3;
using Amazon.S3.Model;
using FlixTube.Storage.Network;
using FlixTube.Storage.S3.Objects;

namespace FlixTube.Storage.S3.Client;

/// <summary>One bucket: every call to the service goes through here, to be limited, made again and translated alike. Thread-safe.</summary>
internal sealed class Bucket : IDisposable
{
    private readonly SharedHttpClient _sockets;
    private readonly AmazonS3Client _client;
    private readonly ObjectRequests _objects;
    private readonly Retrier _retrier;
    private volatile bool _wasSeen;

    public Bucket(S3StoreOptions options, HttpMessageHandler handler, TimeProvider time)
    {
        Options = options;
        Time = time;
        _sockets = new SharedHttpClient(handler);
        var credentials = S3Connection.Credentials(options);
        _client = S3Connection.Open(options, credentials, _sockets);
        _objects = new ObjectRequests(_client, credentials, options.Bucket, handler);
        _retrier = new Retrier(options.Network, time);
    }

    public string Name => Options.Bucket;

    public S3StoreOptions Options { get; }

    public TimeProvider Time { get; }

    /// <summary>Makes a call with the SDK, again when that can help.</summary>
    public Task<T> CallAsync<T>(
        VideoPath? path, Func<IAmazonS3, CancellationToken, Task<T>> call, CancellationToken cancellationToken, TimeSpan? timeout = null) =>
        RetryAsync(path, token => call(_client, token), timeout ?? Options.Network.ResponseTimeout, cancellationToken);

    /// <summary>Asks for bytes of an object, again when that can help.</summary>
    /// <inheritdoc cref="GetOnceAsync"/>
    public Task<HttpResponseMessage> GetAsync(VideoPath path, ByteRange? range, string? ifMatch, CancellationToken cancellationToken) =>
        RetryAsync(path, token => _objects.SendAsync(HttpMethod.Get, path, range, ifMatch, token), Options.Network.ResponseTimeout, cancellationToken);

    /// <summary>Asks for bytes of an object once.</summary>
    /// <param name="path">The video.</param>
    /// <param name="range">Which bytes; all when <c>null</c>.</param>
    /// <param name="ifMatch">The ETag that it must have.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The head of a success. The body has to be disposed.</returns>
    public Task<HttpResponseMessage> GetOnceAsync(VideoPath path, ByteRange? range, string? ifMatch, CancellationToken cancellationToken) =>
        OnceAsync(path, token => _objects.SendAsync(HttpMethod.Get, path, range, ifMatch, token), cancellationToken);

    public VideoStoreException Translate(Exception failure, VideoPath? path) => S3Errors.Translate(failure, path, Name, Time);

    /// <summary>What HEAD says of an object, which is one request.</summary>
    /// <exception cref="VideoStoreException"><see cref="VideoStoreError.NotFound"/>.</exception>
    public async Task<StoredObject> StatAsync(VideoPath path, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await RetryAsync(
                path,
                token => _objects.SendAsync(HttpMethod.Head, path, range: null, ifMatch: null, token),
                Options.Network.ResponseTimeout,
                cancellationToken).ConfigureAwait(false);
            return new StoredObject(ObjectProperties.Of(path, answer, LengthOf(path, answer)), ObjectMetadata.Write(answer.Headers));
        }
        catch (VideoStoreException e) when (e.Error == VideoStoreError.NotFound && !_wasSeen)
        {
            // HEAD does not tell a missing object from a missing bucket. Once it was seen the bucket is taken to be there.
            await SeeAsync(path, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The length of the body that an answer has, or would have if it were none to HEAD.</summary>
    public long LengthOf(VideoPath path, HttpResponseMessage answer) =>
        answer.Content.Headers.ContentLength
        ?? throw new VideoStoreException(VideoStoreError.Internal, $"'{path}' in the bucket '{Name}': the service does not tell the length of its answer.") { Path = path };

    public Task<string> SignAsync(VideoPath path, GetPreSignedUrlRequest request, CancellationToken cancellationToken) =>
        OnceAsync(path, token => _client.GetPreSignedURLAsync(request).WaitAsync(token), cancellationToken);

    public void Dispose()
    {
        _objects.Dispose();
        _client.Dispose();
        _sockets.Dispose();
    }

    private Task<T> RetryAsync<T>(VideoPath? path, Func<CancellationToken, Task<T>> call, TimeSpan timeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _retrier.RunAsync(token => OnceAsync(path, call, token), timeout, cancellationToken, path);
    }

    private async Task<T> OnceAsync<T>(VideoPath? path, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await call(cancellationToken).ConfigureAwait(false);
            _wasSeen = true;
            return answer;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var failure = Translate(e, path);
            if (e is AmazonS3Exception { ErrorCode: "NoSuchBucket" })
                _wasSeen = false;
            else if (e is AmazonS3Exception { ErrorCode: "NoSuchKey" })
                _wasSeen = true;

            throw failure;
        }
    }

    private async Task SeeAsync(VideoPath path, CancellationToken cancellationToken)
    {
        try
        {
            await CallAsync(path, (s3, token) => s3.HeadBucketAsync(new HeadBucketRequest { BucketName = Name }, token), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (VideoStoreException e) when (e.Error == VideoStoreError.NotFound)
        {
            throw S3Errors.MissingBucket(path, Name, e.InnerException ?? e);
        }
    }
}
