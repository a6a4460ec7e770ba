using Microsoft.Extensions.Options;

namespace FlixTube.Storage;

/// <summary>Lets the host start only with settings from which a store can be built.</summary>
internal sealed class VideoStorageValidation(VideoStoreFactory factory) : IValidateOptions<VideoStorageOptions>
{
    public ValidateOptionsResult Validate(string? name, VideoStorageOptions options)
    {
        var problems = factory.Read().Problems();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
