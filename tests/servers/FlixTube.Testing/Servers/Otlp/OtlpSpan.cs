using System.Globalization;

namespace FlixTube.Testing.Servers.Otlp;

/// <summary>A span: <c>opentelemetry.proto.trace.v1.Span</c>.</summary>
/// <param name="Service">The resource's <c>service.name</c>.</param>
/// <param name="Source">The instrumentation scope.</param>
/// <param name="Name">The span's name.</param>
/// <param name="Kind">1 internal, 2 server, 3 client.</param>
/// <param name="TraceId">32 hexadecimal digits.</param>
/// <param name="SpanId">16 hexadecimal digits.</param>
/// <param name="ParentId">The same of its parent; empty for none.</param>
/// <param name="Links">The spans, each by its id, that it follows in another trace.</param>
/// <param name="Attributes">What is said about it.</param>
public sealed record OtlpSpan(
    string Service,
    string Source,
    string Name,
    int Kind,
    string TraceId,
    string SpanId,
    string ParentId,
    IReadOnlyList<string> Links,
    IReadOnlyDictionary<string, string> Attributes)
{
    internal static IEnumerable<OtlpSpan> ReadAll(ReadOnlyMemory<byte> request) =>
        from resource in new ProtobufMessage(request).Messages(1)
        let service = OtlpAttributes.Read(resource.Message(1), 1).GetValueOrDefault("service.name", "")
        from scope in resource.Messages(2)
        from span in scope.Messages(2)
        select new OtlpSpan(
            service,
            scope.Message(1).Text(1),
            span.Text(5),
            (int)span.Number(6),
            span.Hex(1),
            span.Hex(2),
            span.Hex(4),
            [.. span.Messages(13).Select(link => link.Hex(2))],
            OtlpAttributes.Read(span, 9));
}

/// <summary><c>opentelemetry.proto.common.v1.KeyValue</c>, each value as text.</summary>
internal static class OtlpAttributes
{
    public static Dictionary<string, string> Read(ProtobufMessage message, int field) =>
        message.Messages(field).ToDictionary(pair => pair.Text(1), pair => Text(pair.Message(2)), StringComparer.Ordinal);

    private static string Text(ProtobufMessage value) =>
        value.Has(3) ? ((long)value.Number(3)).ToString(CultureInfo.InvariantCulture)
        : value.Has(2) ? value.Number(2) == 1 ? "true" : "false"
        : value.Has(4) ? value.Double(4).ToString(CultureInfo.InvariantCulture)
        : value.Text(1);
}
