using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlixTube.Host.Library;

[JsonSerializable(typeof(VideoSummaries))]
[JsonSerializable(typeof(VideoDetails))]
[JsonSerializable(typeof(VideoEntry))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
internal sealed partial class LibraryJson : JsonSerializerContext;
