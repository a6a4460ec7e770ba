namespace FlixTube.Testing.Servers.Otlp;

/// <summary>A metric of one export: <c>opentelemetry.proto.metrics.v1.Metric</c>.</summary>
/// <param name="Service">The resource's <c>service.name</c>.</param>
/// <param name="Meter">The instrumentation scope.</param>
/// <param name="Name">The metric's name.</param>
/// <param name="Unit">Its unit; empty for none.</param>
/// <param name="Points">Its values by their attributes.</param>
public sealed record OtlpMetric(string Service, string Meter, string Name, string Unit, IReadOnlyList<OtlpPoint> Points)
{
    internal static IEnumerable<OtlpMetric> ReadAll(ReadOnlyMemory<byte> request) =>
        from resource in new ProtobufMessage(request).Messages(1)
        let service = OtlpAttributes.Read(resource.Message(1), 1).GetValueOrDefault("service.name", "")
        from scope in resource.Messages(2)
        from metric in scope.Messages(2)
        select new OtlpMetric(service, scope.Message(1).Text(1), metric.Text(1), metric.Text(3), [.. Read(metric)]);

    // A gauge (5) and a sum (7) have numbers, a histogram (9) has counts and sums.
    private static IEnumerable<OtlpPoint> Read(ProtobufMessage metric) =>
        metric.Message(5).Messages(1).Concat(metric.Message(7).Messages(1))
            .Select(point => new OtlpPoint(OtlpAttributes.Read(point, 7), point.Has(6) ? (long)point.Number(6) : point.Double(4), Count: 1))
            .Concat(metric.Message(9).Messages(1).Select(point => new OtlpPoint(OtlpAttributes.Read(point, 9), point.Double(5), (long)point.Number(4))));
}

/// <summary>A value of a metric.</summary>
/// <param name="Attributes">What it is the value of.</param>
/// <param name="Value">The number, or the sum of a histogram.</param>
/// <param name="Count">How many measurements a histogram has; 1 otherwise.</param>
public sealed record OtlpPoint(IReadOnlyDictionary<string, string> Attributes, double Value, long Count);
