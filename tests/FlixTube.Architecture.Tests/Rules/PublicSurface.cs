using System.Reflection;

namespace FlixTube.Architecture.Tests.Rules;

/// <summary>What users of an assembly can see.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Each visible type or member whose signature names a type of <paramref name="namespaces"/>; attributes aside.</summary>
    public static IEnumerable<string> Leaks(IEnumerable<Type> types, IReadOnlyCollection<string> namespaces) =>
        from type in types
        where type.IsVisible
        from place in Places(type)
        from named in place.Types.SelectMany(Parts)
        where CloudSdk.IsIn(named.Namespace, namespaces)
        select $"{type.FullName}: {place.Name} shows {named.FullName}";

    private static IEnumerable<(string Name, IEnumerable<Type> Types)> Places(Type type)
    {
        yield return ("its base", type.BaseType is { } parent ? [parent] : []);
        yield return ("its interfaces", type.GetInterfaces());
        yield return ("its constraints", Constraints(type.GetGenericArguments()));

        foreach (var member in type.GetMembers(Declared))
        {
            switch (member)
            {
                case MethodBase method when IsVisible(method):
                    yield return (method.Name, method.GetParameters().Select(p => p.ParameterType)
                        .Concat(method is MethodInfo { ReturnType: var result } ? [result] : [])
                        .Concat(method.IsGenericMethod ? Constraints(method.GetGenericArguments()) : []));
                    break;
                case FieldInfo { IsPublic: true } or FieldInfo { IsFamily: true } or FieldInfo { IsFamilyOrAssembly: true }:
                    yield return (member.Name, [((FieldInfo)member).FieldType]);
                    break;
            }
        }
    }

    // The accessors of properties and events are methods, so that these need not be looked at themselves.
    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static IEnumerable<Type> Constraints(IEnumerable<Type> arguments) =>
        arguments.Where(a => a.IsGenericParameter).SelectMany(a => a.GetGenericParameterConstraints());

    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType)
            return Parts(type.GetElementType()!);

        return type.IsGenericType ? type.GetGenericArguments().Where(a => !a.IsGenericParameter).SelectMany(Parts).Append(type) : [type];
    }
}
