using System.Text;
using Microsoft.Extensions.Configuration.Json;

namespace FlixTube.Service.Configuration.Live;

/// <summary>
/// What a file or folder of settings holds at one moment: a file is JSON; in a folder the files that end in <c>.json</c> are,
/// in the order of their names, and each other one is a key (<c>__</c> separates its parts) whose value is its content.
/// </summary>
internal sealed class LiveSettings : IEquatable<LiveSettings>
{
    // Kubernetes allows a ConfigMap less than 1 MiB; whoever names a folder of videos by mistake should be told.
    private const long MaxBytes = 4 << 20;

    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    private LiveSettings()
    {
    }

    /// <summary>Reads everything, through whatever links lead there. Names that begin with a dot are left out, such as Kubernetes' <c>..data</c>.</summary>
    /// <returns><c>null</c> when there is neither a file nor a folder.</returns>
    /// <exception cref="IOException">It went away meanwhile, or cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is too large to be settings.</exception>
    public static LiveSettings? Read(string path)
    {
        var settings = new LiveSettings();
        var left = MaxBytes;
        if (Directory.Exists(path))
        {
            foreach (var file in Directory.EnumerateFiles(path).Where(static file => Path.GetFileName(file)[0] != '.'))
                settings.Add(file, Path.GetFileName(file), ref left);

            return settings;
        }

        if (!File.Exists(path))
            return null;

        settings.Add(path, ".json", ref left);
        return settings;
    }

    /// <exception cref="InvalidDataException">A file is not JSON; the message says where.</exception>
    public Dictionary<string, string?> Parse()
    {
        var parsed = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, content) in _files)
        {
            if (name.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            {
                foreach (var (key, value) in Json(name, content))
                    parsed[key] = value;
            }
            else
            {
                parsed[name.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)] = Encoding.UTF8.GetString(content).TrimEnd('\r', '\n');
            }
        }

        return parsed;
    }

    public bool Equals(LiveSettings? other) =>
        other is not null
        && _files.Count == other._files.Count
        && _files.All(file => other._files.TryGetValue(file.Key, out var content) && content.AsSpan().SequenceEqual(file.Value));

    public override bool Equals(object? obj) => Equals(obj as LiveSettings);

    public override int GetHashCode() => _files.Count;

    private void Add(string file, string name, ref long left)
    {
        left -= new FileInfo(file).Length;
        if (left < 0)
            throw new InvalidDataException($"It holds more than {MaxBytes} bytes, which cannot be settings.");

        _files[name] = File.ReadAllBytes(file);
    }

    private static IDictionary<string, string?> Json(string name, byte[] content)
    {
        try
        {
            using var stream = new MemoryStream(content, writable: false);
            return new JsonSettings(stream).Parse();
        }
        catch (Exception e) when (e is FormatException or System.Text.Json.JsonException)
        {
            throw new InvalidDataException(name is ".json" ? e.Message : $"{name}: {e.Message}", e);
        }
    }

    private sealed class JsonSettings(Stream stream) : JsonStreamConfigurationProvider(new JsonStreamConfigurationSource { Stream = stream })
    {
        public IDictionary<string, string?> Parse()
        {
            Load();
            return Data;
        }
    }
}
