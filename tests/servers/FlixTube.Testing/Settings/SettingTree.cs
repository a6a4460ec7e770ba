using System.Collections;
using System.Globalization;
using System.Reflection;

namespace FlixTube.Testing.Settings;

/// <summary>From an options class to the settings that configuration binds to it and to what hangs on it.</summary>
internal sealed class SettingTree(XmlDocumentation documentation, SettingChange change)
{
    public IEnumerable<Setting> Of(Type options, string section) => Of(options, Activator.CreateInstance(options, nonPublic: true), section);

    private IEnumerable<Setting> Of(Type options, object? defaults, string section) =>
        options.GetProperties(BindingFlags.Public | BindingFlags.Instance).SelectMany(property => Of(property, defaults, section));

    private IEnumerable<Setting> Of(PropertyInfo property, object? owner, string section)
    {
        var key = $"{section}:{property.Name}";
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (NameOf(type) is { } simple)
            return property.SetMethod is { IsPublic: true } ? [Leaf(key, simple)] : [];

        if (ElementOf(type) is not { } element)
            return IsOurs(type) ? Of(type, property.GetValue(owner), key) : [];

        key += IsMap(type) ? ":NAME" : ":0";
        return NameOf(element) is { } item ? [Leaf(key, item)] : Of(element, key);

        Setting Leaf(string leaf, string name) =>
            new(leaf, name, Text(owner is null ? null : property.GetValue(owner)), documentation.SummaryOf(property), change);
    }

    private static bool IsOurs(Type type) => type.IsClass && type.Namespace?.StartsWith("FlixTube.", StringComparison.Ordinal) == true;

    private static bool IsMap(Type type) => Generic(type, typeof(IReadOnlyDictionary<,>)) is not null || Generic(type, typeof(IDictionary<,>)) is not null;

    private static Type? ElementOf(Type type) =>
        IsMap(type) ? (Generic(type, typeof(IReadOnlyDictionary<,>)) ?? Generic(type, typeof(IDictionary<,>)))!.GenericTypeArguments[1]
        : Generic(type, typeof(IEnumerable<>))?.GenericTypeArguments[0];

    private static Type? Generic(Type type, Type definition) =>
        type.GetInterfaces().Append(type).FirstOrDefault(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == definition);

    private static string? NameOf(Type type) =>
        type == typeof(string) ? "text"
        : type == typeof(Uri) ? "address"
        : type == typeof(bool) ? "`true`, `false`"
        : type == typeof(int) || type == typeof(long) ? "number"
        : type == typeof(double) ? "fraction"
        : type == typeof(TimeSpan) ? "time"
        : type == typeof(DateTimeOffset) ? "date and time"
        : type.IsEnum ? string.Join(", ", Enum.GetNames(type).Select(name => $"`{name.ToLowerInvariant()}`"))
        : null;

    private static string Text(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        TimeSpan time => SettingText.Of(time),
        Enum word => word.ToString().ToLowerInvariant(),
        string text => text,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable items => string.Join(", ", items.Cast<object>().Select(Text)),
        _ => value.ToString() ?? "",
    };
}
