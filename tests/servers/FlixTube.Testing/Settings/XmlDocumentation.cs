using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace FlixTube.Testing.Settings;

/// <summary>What the documentation comments of some assemblies say, in Markdown on one line.</summary>
internal sealed partial class XmlDocumentation
{
    private readonly IReadOnlyList<Assembly> _assemblies;
    private readonly Dictionary<string, XElement> _summaries = new(StringComparer.Ordinal);

    public XmlDocumentation(IReadOnlyList<Assembly> assemblies)
    {
        _assemblies = assemblies;
        foreach (var file in assemblies.Select(assembly => Path.ChangeExtension(assembly.Location, ".xml")).Where(File.Exists))
        {
            foreach (var member in XDocument.Load(file, LoadOptions.PreserveWhitespace).Descendants("member"))
            {
                if (member.Element("summary") is { } summary)
                    _summaries[(string)member.Attribute("name")!] = summary;
            }
        }
    }

    /// <summary>The summary of a property, or nothing.</summary>
    public string SummaryOf(PropertyInfo property) =>
        _summaries.TryGetValue($"P:{property.DeclaringType!.FullName!.Replace('+', '.')}.{property.Name}", out var summary)
            ? Whitespace.Replace(string.Concat(summary.Nodes().Select(Markdown)), " ").Trim()
            : "";

    private string Markdown(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see when see.Attribute("cref") is { } reference => $"`{ValueOf((string)reference) ?? ShortName((string)reference)}`",
        XElement { Name.LocalName: "see" } see => (string?)see.Attribute("langword") is { } word ? $"`{word}`" : see.Value,
        XElement element => string.Concat(element.Nodes().Select(Markdown)),
        _ => "",
    };

    // A bound that has a name: its value is what an operator can set.
    private string? ValueOf(string reference)
    {
        if (!reference.StartsWith("F:FlixTube.", StringComparison.Ordinal))
            return null;

        var dot = reference.LastIndexOf('.');
        var field = _assemblies.Select(assembly => assembly.GetType(reference[2..dot])).OfType<Type>().FirstOrDefault()
            ?.GetField(reference[(dot + 1)..], BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic);
        return field?.GetValue(null) switch
        {
            TimeSpan time => SettingText.Of(time),
            string text => text,
            int or long => string.Create(CultureInfo.InvariantCulture, $"{field.GetValue(null):#,0}"),
            _ => null,
        };
    }

    // P:Space.Type.Property is Property, F:Space.Enumeration.Value is Value.
    private static string ShortName(string reference)
    {
        var name = reference[2..].Split('(')[0];
        return name[(name.LastIndexOf('.') + 1)..];
    }

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Whitespace { get; }
}
