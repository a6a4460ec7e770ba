namespace FlixTube.Catalog.MongoDB.Clients;

/// <summary>What of a connection string may be shown, and what must not.</summary>
internal sealed class ConnectionText
{
    private const string Hidden = "***";
    private readonly List<string> _secrets = [];

    public ConnectionText(string connectionString)
    {
        var schemeEnd = connectionString.IndexOf("://", StringComparison.Ordinal);
        var rest = schemeEnd < 0 ? connectionString : connectionString[(schemeEnd + "://".Length)..];

        // A password may have unescaped characters that end an address: the last '@' is what counts.
        var at = rest.LastIndexOf('@');
        var address = rest[(at + 1)..];
        Hosts = address.Split('/', '?')[0];
        if (at >= 0)
            Hide(rest[..at]);

        var query = address.IndexOf('?', StringComparison.Ordinal);
        foreach (var option in query < 0 ? [] : address[(query + 1)..].Split('&', ';'))
        {
            if (option.Contains("password", StringComparison.OrdinalIgnoreCase) || option.Contains("token", StringComparison.OrdinalIgnoreCase))
                Hide(option[(option.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        }
    }

    /// <summary>The addresses, such as <c>db1:27017,db2:27017</c>.</summary>
    public string Hosts { get; }

    /// <summary>The text without anything secret of the connection string.</summary>
    public string Redact(string text) =>
        _secrets.Aggregate(text, static (text, secret) => text.Replace(secret, Hidden, StringComparison.OrdinalIgnoreCase));

    private void Hide(string secret)
    {
        var colon = secret.IndexOf(':', StringComparison.Ordinal);
        foreach (var part in new[] { secret, secret[(colon + 1)..] })
        {
            foreach (var form in new[] { part, Uri.UnescapeDataString(part) })
            {
                if (form.Length > 0 && !_secrets.Contains(form, StringComparer.Ordinal))
                    _secrets.Add(form);
            }
        }
    }
}
