using FlixTube.Service.Problems;

namespace FlixTube.History.Views;

/// <summary>What the store of views reports.</summary>
internal sealed class ViewTranslation : IProblemTranslation
{
    public Problem? Translate(Exception exception, IHeaderDictionary headers) => exception is ViewStoreException
        ? new(StatusCodes.Status503ServiceUnavailable, "history-unavailable", "The history cannot be kept or read now", "Try again after the time in Retry-After.")
        : null;
}
