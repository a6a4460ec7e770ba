using FlixTube.Service.Problems;

namespace FlixTube.Host.Problems;

/// <summary>What Kestrel reports of a body that is larger than an upload may be.</summary>
internal sealed class UploadTranslation : IProblemTranslation
{
    public Problem? Translate(Exception exception, IHeaderDictionary headers) =>
        exception is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }
            ? new(413, "too-large", "The video is too large", "The limit is the setting Upload:MaxBytes.")
            : null;
}
