using System.CodeDom.Compiler;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace FlixTube.Architecture.Tests.Rules;

/// <summary>Classes that can be derived from though nobody thought of it.</summary>
internal static class OpenClasses
{
    public static IEnumerable<string> Of(IEnumerable<Type> types) => types
        .Where(type => type is { IsClass: true, IsAbstract: false, IsSealed: false })
        .Where(type => type.GetCustomAttribute<CompilerGeneratedAttribute>() is null && type.GetCustomAttribute<GeneratedCodeAttribute>() is null)
        .Select(type => type.FullName!);
}
