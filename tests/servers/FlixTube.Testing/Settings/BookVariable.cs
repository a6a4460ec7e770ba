using System.Collections;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace FlixTube.Testing.Settings;

/// <summary>What a program makes of the tutorial's variables, learned by setting them.</summary>
internal static class BookVariable
{
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> AllOf(IEnumerable<Assembly> assemblies)
    {
        var all = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var add in assemblies.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.Name == "BookVariables")
            .Select(type => type.GetMethod("AddBookVariables", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!))
        {
            var everything = new Asked(_ => "1");
            Keys(add, everything);
            foreach (var variable in everything.Names.Order(StringComparer.Ordinal))
            {
                // One that changes nothing when it is set alone belongs to another, as a port does to a host.
                var keys = Keys(add, new Asked(name => name == variable ? "1" : null));
                if (keys.Count == 0)
                    keys = [.. Pairs(add, new Asked(name => name == variable ? "2" : "1")).Except(Pairs(add, new Asked(_ => "1"))).Select(pair => pair.Key)];

                all[variable] = keys;
            }
        }

        return all;
    }

    private static List<string> Keys(MethodInfo add, IDictionary environment) => [.. Pairs(add, environment).Select(pair => pair.Key)];

    private static IEnumerable<KeyValuePair<string, string?>> Pairs(MethodInfo add, IDictionary environment)
    {
        var builder = new ConfigurationBuilder();
        add.Invoke(null, [builder, environment]);
        return builder.Build().AsEnumerable().Where(pair => pair.Value is not null).OrderBy(pair => pair.Key, StringComparer.Ordinal);
    }

    /// <summary>An environment that remembers what it was asked for.</summary>
    private sealed class Asked(Func<string, string?> value) : Hashtable
    {
        public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

        public override object? this[object key]
        {
            get
            {
                Names.Add((string)key);
                return value((string)key);
            }
            set => throw new NotSupportedException();
        }
    }
}
