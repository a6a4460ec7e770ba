namespace FlixTube.Storage.S3.Objects;

/// <summary>What HEAD says of an object.</summary>
/// <param name="Properties">Of the video that it is.</param>
/// <param name="Write">The mark of the write that made it; <c>null</c> when it came by another way.</param>
internal sealed record StoredObject(VideoProperties Properties, string? Write);
