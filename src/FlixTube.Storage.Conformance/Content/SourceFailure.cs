using NUnit.Framework;

namespace FlixTube.Storage.Conformance;

/// <summary>What a source of a test fails with: a type that no store can know.</summary>
internal sealed class SourceFailure() : Exception("The source failed.")
{
    /// <summary>Its own, and such as a store may be waiting for from elsewhere.</summary>
    public static IEnumerable<TestCaseData> OfAllKinds()
    {
        Exception[] failures =
        [
            new SourceFailure(), new IOException("The source failed."), new HttpRequestException("The source failed."),
            new TimeoutException("The source failed."), new OperationCanceledException("The source was cancelled."),
            new TaskCanceledException("The source was cancelled."), new UnauthorizedAccessException("The source failed."),
            new FileNotFoundException("The source failed."), new ArgumentException("The source failed."),
            new ObjectDisposedException("source"), new AggregateException(new SourceFailure()),
            new VideoStoreException(VideoStoreError.NotFound, "The source failed."),
        ];
        return failures.Select(failure => new TestCaseData(failure).SetArgDisplayNames(failure.GetType().Name));
    }
}

/// <summary>A source whose reads throw instead of giving a task that fails.</summary>
internal sealed class ThrowingStream(Exception failure) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw failure;

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => throw failure;

    public override int Read(byte[] buffer, int offset, int count) => throw failure;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }
}
