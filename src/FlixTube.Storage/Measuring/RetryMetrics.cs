using System.Diagnostics.Metrics;

namespace FlixTube.Storage.Measuring;

/// <summary>What is done again, in the whole process: a retrier is made by providers, who know no meter.</summary>
internal static class RetryMetrics
{
    public static readonly Meter Meter = new(StorageTelemetry.Name);

    private static readonly Counter<long> Retries =
        Meter.CreateCounter<long>("flixtube.storage.retries", "{request}", "Requests to a store that were made again, by how they had failed.");

    private static readonly Counter<long> Resumes =
        Meter.CreateCounter<long>("flixtube.storage.resumes", "{request}", "Bodies that were read on at the byte where they had broken off, by how they had failed.");

    public static void Retried(VideoStoreException failure) => Retries.Add(1, Reason(failure));

    public static void Resumed(VideoStoreException failure) => Resumes.Add(1, Reason(failure));

    private static KeyValuePair<string, object?> Reason(VideoStoreException failure) => new("error.type", StorageTelemetry.ErrorType(failure));
}
