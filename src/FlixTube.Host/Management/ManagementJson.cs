using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlixTube.Host.Management;

[JsonSerializable(typeof(StorageAnswer))]
[JsonSerializable(typeof(SwitchRequest))]
[JsonSerializable(typeof(SwitchAnswer))]
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    Converters =
    [
        typeof(CamelCaseConverter<FlixTube.Storage.SwitchTrigger>),
        typeof(CamelCaseConverter<FlixTube.Storage.SwitchResult>),
        typeof(CamelCaseConverter<FlixTube.Storage.ProbeOutcome>),
        typeof(CamelCaseConverter<FlixTube.Storage.VideoStoreError>),
    ],
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    // A mistyped "dryRun" must not become a switch.
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
internal sealed partial class ManagementJson : JsonSerializerContext;

internal sealed class CamelCaseConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase)
    where TEnum : struct, Enum;
