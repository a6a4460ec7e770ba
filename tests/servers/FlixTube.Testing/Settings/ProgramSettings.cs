using System.Reflection;
using FlixTube.Testing.Programs;

namespace FlixTube.Testing.Settings;

/// <summary>
/// Every setting of a program, found in its built assemblies: the options classes with a constant <c>Section</c>, and those
/// of the providers (<c>S3StoreOptions</c> is <c>VideoStorage:S3</c>), with all that hangs on them. A new one appears by itself.
/// </summary>
public sealed class ProgramSettings
{
    private const string StoreOptions = "StoreOptions";

    private ProgramSettings(IReadOnlyList<Assembly> assemblies)
    {
        var documentation = new XmlDocumentation(assemblies);
        var watched = WatchedOptions.In(assemblies);
        Settings =
        [
            .. assemblies.SelectMany(assembly => assembly.GetTypes())
                .Where(type => type is { IsClass: true, IsAbstract: false } && type.Name.EndsWith("Options", StringComparison.Ordinal))
                .Select(type => (Type: type, Section: SectionOf(type)))
                .Where(options => options.Section is not null)
                .SelectMany(options => new SettingTree(documentation, ChangeOf(options.Type, options.Section!, watched)).Of(options.Type, options.Section!))
                .OrderBy(setting => setting.Key, StringComparer.Ordinal),
        ];
        BookVariables = BookVariable.AllOf(assemblies);
    }

    /// <summary>The settings, in the order of their keys.</summary>
    public IReadOnlyList<Setting> Settings { get; }

    /// <summary>The tutorial's variables that the program understands, each with the keys that it stands for.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> BookVariables { get; }

    /// <summary>The settings of a program.</summary>
    /// <param name="program">A project below <c>src</c>, such as <c>FlixTube.Host</c>. It must be built.</param>
    /// <exception cref="FileNotFoundException">It is not.</exception>
    public static ProgramSettings Of(string program) =>
        new([
            .. Directory.EnumerateFiles(Path.GetDirectoryName(Repository.BuiltAssembly(program))!, "FlixTube.*.dll")
                .Order(StringComparer.Ordinal)
                .Select(Assembly.LoadFrom),
        ]);

    /// <summary>Whether a key, or an environment variable without a prefix, sets something. Case does not matter, as in configuration.</summary>
    /// <param name="name">Such as <c>VideoStorage:S3:Bucket</c>, <c>VideoStorage__S3__Bucket</c> or <c>DBHOST</c>.</param>
    public bool Knows(string name) => BookVariables.ContainsKey(name) || Find(name) is not null;

    /// <summary>The setting of a key, or of an environment variable without a prefix; <c>null</c> when there is none.</summary>
    /// <param name="name">Such as <c>VideoStorage:S3:Bucket</c> or <c>VideoStorage__S3__Bucket</c>.</param>
    public Setting? Find(string name)
    {
        var key = name.Replace("__", ":", StringComparison.Ordinal);
        return Settings.FirstOrDefault(setting => Matches(setting.Key, key));
    }

    // A number or a name in a key stands for any.
    private static bool Matches(string pattern, string key)
    {
        var wanted = pattern.Split(':');
        var given = key.Split(':');
        return wanted.Length == given.Length && wanted.Zip(given).All(pair =>
            pair.First is "NAME" || (pair.First is "0" ? uint.TryParse(pair.Second, out _) : string.Equals(pair.First, pair.Second, StringComparison.OrdinalIgnoreCase)));
    }

    private static string? SectionOf(Type type) =>
        IsOfProvider(type)
            ? $"VideoStorage:{type.Name[..^StoreOptions.Length]}"
            : type.GetField("Section", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)?.GetRawConstantValue() as string;

    private static bool IsOfProvider(Type options) =>
        options.Name.EndsWith(StoreOptions, StringComparison.Ordinal) && options.Namespace?.StartsWith("FlixTube.Storage", StringComparison.Ordinal) == true;

    private static SettingChange ChangeOf(Type options, string section, IReadOnlySet<Type> watched) =>
        IsOfProvider(options) || section == "VideoStorage" ? SettingChange.Switch
        : watched.Contains(options) ? SettingChange.Live
        : SettingChange.Restart;
}
