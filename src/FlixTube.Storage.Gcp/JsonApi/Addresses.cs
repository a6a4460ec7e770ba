using System.Globalization;
using System.Text;

namespace FlixTube.Storage.Gcp.JsonApi;

/// <summary>The URLs of one bucket and what is in it.</summary>
internal sealed class Addresses(Uri root, string bucket)
{
    private readonly string _bucket = $"{root}storage/v1/b/{bucket}";

    /// <summary>All objects.</summary>
    public string Objects => $"{_bucket}/o";

    /// <summary>Where new objects are sent.</summary>
    public string Uploads => $"{root}upload/storage/v1/b/{bucket}/o";

    /// <summary>An object's resource. Its name is one segment: slashes are escaped too.</summary>
    public string Object(string name) => $"{_bucket}/o/{Uri.EscapeDataString(name)}";

    /// <summary>Where an object is copied to another.</summary>
    public string Rewrite(string source, string target) => $"{Object(source)}/rewriteTo/b/{bucket}/o/{Uri.EscapeDataString(target)}";

    /// <summary>An object's bytes, as the XML API has it.</summary>
    public string Media(string name) => $"{root}{bucket}/{EscapePath(name)}";

    /// <summary>Escapes what is between the slashes.</summary>
    public static string EscapePath(string name) => string.Join('/', name.Split('/').Select(Uri.EscapeDataString));

    /// <summary>A query of those parameters that have a value.</summary>
    public static string Query(params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var query = new StringBuilder();
        foreach (var (name, value) in parameters)
        {
            if (value is not null)
            {
                var text = Convert.ToString(value, CultureInfo.InvariantCulture)!;
                query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(text));
            }
        }

        return query.ToString();
    }
}
