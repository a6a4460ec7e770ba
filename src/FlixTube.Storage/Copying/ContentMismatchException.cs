namespace FlixTube.Storage.Copying;

/// <summary>The bytes of a video are not those that were promised.</summary>
internal sealed class ContentMismatchException(string message) : Exception(message);
