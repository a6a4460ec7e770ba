using System.Globalization;
using System.Reflection;

namespace FlixTube.Packages.Tests.Api;

/// <summary>Types and constants as C# writes them.</summary>
internal static class TypeText
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(char)] = "char",
        [typeof(int)] = "int", [typeof(long)] = "long", [typeof(uint)] = "uint", [typeof(ulong)] = "ulong", [typeof(short)] = "short", [typeof(double)] = "double",
    };

    public static string Of(Type type) => Of(type, arguments: null);

    public static string Of(NullabilityInfo info)
    {
        var type = info.Type.IsByRef ? info.Type.GetElementType()! : info.Type;
        if (type.IsArray && info.ElementType is not null)
            return $"{Of(info.ElementType)}[]{Mark(info, type)}";

        // What is known of a value that may be absent is known of the value.
        if (Nullable.GetUnderlyingType(type) is { } value)
            return $"{Of(value)}?";

        return Of(type, [.. info.GenericTypeArguments.Select(Of)]) + Mark(info, type);
    }

    /// <summary>With its namespace and the types it is nested in.</summary>
    public static string FullName(Type type)
    {
        var outer = type.DeclaringType is { } declaring ? $"{FullName(declaring)}." : $"{type.Namespace}.";
        return outer + SimpleName(type) + Arguments(type);
    }

    public static string SimpleName(Type type) => type.Name.Split('`')[0];

    /// <summary>What generic arguments must be, with a space before it; nothing when they may be anything.</summary>
    public static string Constraints(IEnumerable<Type> arguments) => string.Concat(arguments.Where(argument => argument.IsGenericParameter).Select(argument =>
    {
        var attributes = argument.GenericParameterAttributes;
        var isStruct = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        string[] constraints =
        [
            .. attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? ["class"] : Array.Empty<string>(),
            .. isStruct ? ["struct"] : Array.Empty<string>(),
            .. argument.GetGenericParameterConstraints().Where(constraint => constraint != typeof(ValueType)).Select(Of),
            .. attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct ? ["new()"] : Array.Empty<string>(),
        ];
        return constraints.Length == 0 ? "" : $" where {argument.Name} : {string.Join(", ", constraints)}";
    }));

    public static string Literal(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        Enum word => $"{Of(word.GetType())}.{word}",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string Of(Type type, IReadOnlyList<string>? arguments)
    {
        if (Keywords.TryGetValue(type, out var keyword))
            return keyword;

        if (type.IsArray)
            return $"{Of(type.GetElementType()!)}[]";

        if (!type.IsGenericType || type.IsGenericParameter)
            return type.IsNested && !type.IsGenericParameter ? $"{SimpleName(type.DeclaringType!)}.{type.Name}" : type.Name;

        arguments ??= [.. type.GetGenericArguments().Select(Of)];
        return type.GetGenericTypeDefinition() == typeof(Nullable<>) ? $"{arguments[0]}?"
            : type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true ? $"({string.Join(", ", arguments)})"
            : $"{SimpleName(type)}<{string.Join(", ", arguments)}>";
    }

    private static string Mark(NullabilityInfo info, Type type) =>
        !type.IsValueType && (info.ReadState == NullabilityState.Nullable || info.WriteState == NullabilityState.Nullable) ? "?" : "";

    private static string Arguments(Type type) => !type.IsGenericType ? ""
        : $"<{string.Join(", ", type.GetGenericArguments().Select(argument => Variance(argument) + argument.Name))}>";

    private static string Variance(Type argument) => (argument.GenericParameterAttributes & GenericParameterAttributes.VarianceMask) switch
    {
        GenericParameterAttributes.Covariant => "out ",
        GenericParameterAttributes.Contravariant => "in ",
        _ => "",
    };
}
