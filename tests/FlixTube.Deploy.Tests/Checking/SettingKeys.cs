using System.Globalization;
using System.Text.Json;
using FlixTube.Testing.Settings;
using Microsoft.Extensions.Logging;

namespace FlixTube.Deploy.Tests.Checking;

/// <summary>The settings that the services know, from their own options, with the type of each.</summary>
internal static class SettingKeys
{
    private static readonly string[] Providers = ["file", "azure", "gcp", "s3", "http"];
    private static readonly string[] Catalogs = ["file", "mongodb"];

    /// <summary>Where the services read and write in a container.</summary>
    private static readonly string[] Folders = ["/videos", "/catalog", "/cache", "/outbox", "/history", "/run/secrets/gcp-key-file", "/source/samples/videos", "/artifacts/catalog"];

    private static readonly string[] LogLevels = ["Logging:LogLevel:Default", "Logging:LogLevel:Microsoft.AspNetCore", "Logging:LogLevel:FlixTube"];
    private static readonly string LogLevelNames = string.Join(", ", Enum.GetNames<LogLevel>().Select(static name => $"`{name}`"));
    private static readonly ProgramSettings[] Programs = [ProgramSettings.Of("FlixTube.Host"), ProgramSettings.Of("FlixTube.History")];

    /// <summary>What is wrong with a setting, given as a variable (<c>A__B</c>) or as a key (<c>A:B</c>).</summary>
    public static IEnumerable<string> Problems(string name, string value)
    {
        var key = name.Replace("__", ":", StringComparison.Ordinal);
        if (TypeOf(key) is not { } type)
            yield return $"{name} is no setting";
        else if (!Fits(type, value))
            yield return $"{name} cannot be '{value}'";
        else if (key is "VideoStorage:Provider" && !Providers.Contains(value))
            yield return $"{name}: there is no provider '{value}'";
        else if (key is "Catalog:Provider" or "History:Provider" && !Catalogs.Contains(value))
            yield return $"{name}: there is no provider '{value}'";
        else if ((key.EndsWith("Path", StringComparison.Ordinal) || key.EndsWith("Root", StringComparison.Ordinal)) && !Folders.Contains(value))
            yield return $"{name} cannot be '{value}'";
        else if (type is "text" && value.Contains("://", StringComparison.Ordinal) && !value.Contains(';', StringComparison.Ordinal) && !Uri.TryCreate(value, UriKind.Absolute, out _))
            yield return $"{name} is no address: '{value}'";
    }

    /// <summary>What is wrong with a file of settings: JSON, or one value under its key.</summary>
    public static IEnumerable<string> FileProblems(string name, string content)
    {
        if (!name.EndsWith(".json", StringComparison.Ordinal))
            return Problems(name, content.TrimEnd('\r', '\n'));

        try
        {
            using var document = JsonDocument.Parse(content);
            return [.. Leaves("", document.RootElement).SelectMany(static leaf => Problems(leaf.Key, leaf.Value))];
        }
        catch (JsonException e)
        {
            return [$"{name}: {e.Message}"];
        }
    }

    private static bool Fits(string type, string value) => type switch
    {
        "text" => true,
        "address" => Uri.TryCreate(value, UriKind.Absolute, out _),
        "number" => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        "fraction" => double.TryParse(value, CultureInfo.InvariantCulture, out _),
        "time" => TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out _),
        _ => type.Contains($"`{value}`", StringComparison.OrdinalIgnoreCase),
    };

    private static IEnumerable<(string Key, string Value)> Leaves(string path, JsonElement element) =>
        element.ValueKind == JsonValueKind.Object
            ? element.EnumerateObject().SelectMany(property => Leaves(path.Length == 0 ? property.Name : $"{path}:{property.Name}", property.Value))
            : [(path, element.ToString())];

    // Those of configuration itself, which no options have.
    private static string? TypeOf(string name) =>
        name is "PORT" or "VIDEO_STORAGE_PORT" ? "number"
        : name is "FLIXTUBE_CONFIG" or "urls" || name.StartsWith("OTEL_", StringComparison.Ordinal) ? "text"
        : LogLevels.Contains(name) ? LogLevelNames
        : Programs.Select(program => program.Find(name)).FirstOrDefault(static setting => setting is not null) is { } setting ? setting.Type
        : Programs.Any(program => program.Knows(name)) ? "text"
        : null;
}
