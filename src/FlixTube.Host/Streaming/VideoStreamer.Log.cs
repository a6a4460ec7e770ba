using FlixTube.Storage;

namespace FlixTube.Host.Streaming;

internal sealed partial class VideoStreamer
{
    [LoggerMessage(EventId = 100, Level = LogLevel.Debug, Message = "The viewer of '{Path}' left before the end.")]
    private partial void ViewerLeft(VideoPath path);

    [LoggerMessage(EventId = 101, Level = LogLevel.Information, Message = "The viewer of '{Path}' took nothing for {Timeout} and was cut off.")]
    private partial void ViewerCutOff(VideoPath path, TimeSpan timeout);

    [LoggerMessage(EventId = 102, Level = LogLevel.Warning, Message = "Streaming '{Path}' broke off: the store failed with {Error}.")]
    private partial void StoreFailed(VideoPath path, VideoStoreError error, Exception exception);

    [LoggerMessage(EventId = 103, Level = LogLevel.Information, Message = "Refused to stream '{Path}': {Limit} streams are in progress.")]
    private partial void Refused(VideoPath path, int limit);
}
