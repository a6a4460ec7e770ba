using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlixTube.Host.Commands;

/// <summary>A video in the output of <c>list --json</c>.</summary>
internal sealed record ListedVideo(string Path, long Length, string ETag, DateTimeOffset LastModified);

/// <summary>A step in the output of <c>probe --json</c>.</summary>
internal sealed record ProbedStep(string Step, string Outcome, double Seconds, string? Reason);

[JsonSerializable(typeof(ListedVideo))]
[JsonSerializable(typeof(ProbedStep))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
internal sealed partial class CommandJson : JsonSerializerContext;
