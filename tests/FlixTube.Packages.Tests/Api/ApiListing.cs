using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace FlixTube.Packages.Tests.Api;

/// <summary>The types and members of an assembly that its users can see, one on each line, in an order that does not depend on the source's.</summary>
internal static class ApiListing
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly) => Of(assembly.GetExportedTypes());

    public static string Of(IEnumerable<Type> types)
    {
        var text = new StringBuilder();
        foreach (var type in types.OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Head(type)).Append('\n');
            foreach (var member in Members(type))
                text.Append("    ").Append(member).Append('\n');
        }

        return text.ToString();
    }

    private static string Head(Type type)
    {
        var kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct" : type.IsSubclassOf(typeof(Delegate)) ? "delegate" : "class";
        var inherited = type.BaseType?.GetInterfaces() ?? [];
        string[] traits =
        [
            .. type is { IsClass: true, IsAbstract: true, IsSealed: true } ? ["static"]
                : type is { IsClass: true, IsAbstract: true } ? ["abstract"]
                : type is { IsClass: true, IsSealed: true } ? ["sealed"]
                : Array.Empty<string>(),
            .. type.IsEnum ? [TypeText.Of(Enum.GetUnderlyingType(type))] : Array.Empty<string>(),
            .. type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum) ? [TypeText.Of(parent)] : Array.Empty<string>(),
            .. type.GetInterfaces().Where(_ => !type.IsEnum).Except(inherited).Select(TypeText.Of).Order(StringComparer.Ordinal),
        ];
        return $"{kind} {TypeText.FullName(type)}{(traits.Length == 0 ? "" : $" : {string.Join(", ", traits)}")}{TypeText.Constraints(type.GetGenericArguments())}";
    }

    private static IEnumerable<string> Members(Type type) =>
        type.IsEnum
            ? Enum.GetNames(type).Select(name => string.Create(CultureInfo.InvariantCulture, $"{name} = {Convert.ChangeType(Enum.Parse(type, name), Enum.GetUnderlyingType(type), CultureInfo.InvariantCulture)}"))
            : type.GetMembers(Declared)
                .Where(member => !IsOfTheCompiler(member))
                .Select(Signature)
                .Where(member => member.Text is not null)
                .OrderBy(member => member.Order).ThenBy(member => member.Text, StringComparer.Ordinal)
                .Select(member => member.Text!);

    private static (int Order, string? Text) Signature(MemberInfo member) => member switch
    {
        FieldInfo field when IsVisible(field.Attributes) => (0, Field(field)),
        ConstructorInfo constructor when IsVisible(constructor) =>
            (1, $"{Access(constructor)}{TypeText.SimpleName(constructor.DeclaringType!)}({Parameters(constructor)})"),
        PropertyInfo property => (2, Property(property)),
        EventInfo { AddMethod: { } add } change when IsVisible(add) => (3, $"{Access(add)}event {TypeText.Of(change.EventHandlerType!)} {change.Name}"),
        MethodInfo method when IsVisible(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) => (4, Method(method)),
        _ => (5, null),
    };

    private static string Field(FieldInfo field)
    {
        var kind = field.IsLiteral ? "const " : $"{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}";
        var value = field.IsLiteral ? $" = {TypeText.Literal(field.GetRawConstantValue())}" : "";
        return $"{(field.IsPublic ? "" : "protected ")}{kind}{TypeText.Of(new NullabilityInfoContext().Create(field))} {field.Name}{value}";
    }

    private static string? Property(PropertyInfo property)
    {
        var accessors = property.GetAccessors(nonPublic: true).Where(IsVisible).ToArray();
        if (accessors.Length == 0)
            return null;

        var setter = property.SetMethod is { } set && IsVisible(set)
            ? $"{(IsPublic(set) == IsPublic(accessors[0]) ? "" : Access(set))}{(set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init" : "set")}; "
            : "";
        var getter = property.GetMethod is { } get && IsVisible(get) ? "get; " : "";
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        return $"{Access(accessors[0])}{required}{TypeText.Of(new NullabilityInfoContext().Create(property))} {property.Name} {{ {getter}{setter}}}";
    }

    private static string Method(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";
        return $"{Access(method)}{TypeText.Of(new NullabilityInfoContext().Create(method.ReturnParameter))} {method.Name}{generic}({Parameters(method)}){TypeText.Constraints(method.GetGenericArgumentsOrNone())}";
    }

    private static Type[] GetGenericArgumentsOrNone(this MethodInfo method) => method.IsGenericMethod ? method.GetGenericArguments() : [];

    private static string Parameters(MethodBase method)
    {
        var isExtension = method.IsDefined(typeof(ExtensionAttribute));
        return string.Join(", ", method.GetParameters().Select(parameter =>
        {
            var way = parameter.IsOut ? "out " : parameter.IsIn ? "in " : parameter.ParameterType.IsByRef ? "ref " : parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) ? "params " : "";
            var self = isExtension && parameter.Position == 0 ? "this " : "";
            var value = parameter.HasDefaultValue ? $" = {TypeText.Literal(parameter.DefaultValue)}" : "";
            return $"{self}{way}{TypeText.Of(new NullabilityInfoContext().Create(parameter))} {parameter.Name}{value}";
        }));
    }

    private static bool IsPublic(MethodBase method) => method.IsPublic;

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsVisible(FieldAttributes field) =>
        (field & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;

    private static string Access(MethodBase method)
    {
        var access = IsPublic(method) ? "" : "protected ";
        if (method.IsStatic)
            return $"{access}static ";

        if (!method.IsVirtual || method.IsFinal || method.DeclaringType!.IsInterface)
            return method is { DeclaringType.IsInterface: true, IsAbstract: false } ? $"{access}virtual " : access;

        var isOverride = !method.Attributes.HasFlag(MethodAttributes.NewSlot);
        return access + (method.IsAbstract ? "abstract " : isOverride ? "override " : "virtual ");
    }

    // What the compiler writes for records follows from their properties; what is not public cannot be called.
    private static bool IsOfTheCompiler(MemberInfo member) =>
        member.IsDefined(typeof(CompilerGeneratedAttribute)) && member is not PropertyInfo and not MethodInfo { IsSpecialName: true }
        || member is PropertyInfo { Name: "EqualityContract" }
        || member.Name.Contains('<', StringComparison.Ordinal)
        || member is MethodInfo { Name: "PrintMembers" };
}
