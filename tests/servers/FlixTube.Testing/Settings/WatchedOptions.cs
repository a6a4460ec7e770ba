using System.Reflection;
using Microsoft.Extensions.Options;

namespace FlixTube.Testing.Settings;

/// <summary>The options that somebody reads through <see cref="IOptionsMonitor{TOptions}"/>, which follows configuration.</summary>
internal static class WatchedOptions
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IReadOnlySet<Type> In(IEnumerable<Assembly> assemblies) => assemblies
        .SelectMany(assembly => assembly.GetTypes())
        .SelectMany(type => type.GetConstructors(Declared).Cast<MethodBase>().Concat(type.GetMethods(Declared)))
        .SelectMany(method => method.GetParameters())
        .Select(parameter => parameter.ParameterType)
        .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IOptionsMonitor<>))
        .Select(type => type.GenericTypeArguments[0])
        .ToHashSet();
}
