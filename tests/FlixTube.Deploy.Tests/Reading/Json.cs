using System.Text.Json.Nodes;

namespace FlixTube.Deploy.Tests.Reading;

internal static class Json
{
    /// <summary>What is at the end of a path of names; nothing when a step is missing.</summary>
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            node = node is JsonObject map && map.TryGetPropertyValue(name, out var next) ? next : null;

        return node;
    }

    public static string? TextAt(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path)?.ToString();

    public static IEnumerable<JsonNode> List(this JsonNode? node) => (node as JsonArray ?? []).OfType<JsonNode>();

    public static IEnumerable<KeyValuePair<string, JsonNode?>> Map(this JsonNode? node) => node as JsonObject ?? [];

    public static IEnumerable<string> Names(this JsonNode? node) => node.Map().Select(static entry => entry.Key);

    /// <summary>Every value below, whatever its depth, as text.</summary>
    public static IEnumerable<string> Texts(this JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(static entry => entry.Value.Texts()),
        JsonArray list => list.SelectMany(static item => item.Texts()),
        null => [],
        _ => [node.ToString()],
    };
}
