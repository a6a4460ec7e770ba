using Amazon.S3;
using Amazon.S3.Model;
using FlixTube.Storage.Network;

namespace FlixTube.Storage.S3.Client;

/// <summary>One bucket: every call to the service goes through here, to be limited, made again and translated alike. Thread-safe.</summary>
internal sealed class Bucket : IDisposable
{
    private readonly SharedHttpClient _sockets;
    private readonly AmazonS3Client _client;
    private readonly Retrier _retrier;
    private volatile bool _wasSeen;

    public Bucket(S3StoreOptions options, HttpMessageHandler handler, TimeProvider time)
    {
        Options = options;
        Time = time;
        _sockets = new SharedHttpClient(handler);
        _client = S3Connection.Open(options, _sockets);
        _retrier = new Retrier(options.Network, time);
    }

    public string Name => Options.Bucket;

    public S3StoreOptions Options { get; }

    public TimeProvider Time { get; }

    /// <summary>Makes a call, again when that can help.</summary>
    public Task<T> CallAsync<T>(
        VideoPath? path, Func<IAmazonS3, CancellationToken, Task<T>> call, CancellationToken cancellationToken, TimeSpan? timeout = null)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _retrier.RunAsync(token => OnceAsync(path, call, token), timeout ?? Options.Network.ResponseTimeout, cancellationToken, path);
    }

    /// <summary>Makes a call once.</summary>
    public async Task<T> OnceAsync<T>(VideoPath? path, Func<IAmazonS3, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await call(_client, cancellationToken).ConfigureAwait(false);
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

    public VideoStoreException Translate(Exception failure, VideoPath? path) => S3Errors.Translate(failure, path, Name, Time);

    /// <summary>The answer to HEAD, which is one request.</summary>
    /// <exception cref="VideoStoreException"><see cref="VideoStoreError.NotFound"/>.</exception>
    public async Task<GetObjectMetadataResponse> StatAsync(VideoPath path, CancellationToken cancellationToken)
    {
        try
        {
            return await CallAsync(
                path,
                (s3, token) => s3.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = Name, Key = path.Value }, token),
                cancellationToken).ConfigureAwait(false);
        }
        catch (VideoStoreException e) when (e.Error == VideoStoreError.NotFound && !_wasSeen)
        {
            // HEAD does not tell a missing object from a missing bucket. Once it was seen the bucket is taken to be there.
            await SeeAsync(path, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    public Task<string> SignAsync(VideoPath path, GetPreSignedUrlRequest request, CancellationToken cancellationToken) =>
        OnceAsync(path, (s3, token) => s3.GetPreSignedURLAsync(request).WaitAsync(token), cancellationToken);

    public void Dispose()
    {
        _client.Dispose();
        _sockets.Dispose();
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
