using System.Diagnostics;
using System.Text.Json;

namespace FlixTube.Storage.Measuring;

/// <summary>What this package's meters and traces have in common.</summary>
internal static class StorageTelemetry
{
    /// <summary>The name of every meter of this package, and of its source of activities.</summary>
    public const string Name = "FlixTube.Storage";

    public static readonly ActivitySource Source = new(Name);

    /// <summary>The value of <c>error.type</c>: one word of a closed set.</summary>
    public static string ErrorType(Exception exception) => exception switch
    {
        VideoStoreException e => Word(e.Error),
        OperationCanceledException => "canceled",
        _ => Word(VideoStoreError.Internal),
    };

    /// <summary>An enumeration's value as the value of a tag.</summary>
    public static string Word(Enum value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
