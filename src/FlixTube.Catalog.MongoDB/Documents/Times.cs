namespace FlixTube.Catalog.MongoDB.Documents;

/// <summary>The times that .NET has; MongoDB's dates reach further.</summary>
internal static class Times
{
    public static readonly DateTimeOffset Earliest = DateTimeOffset.MinValue;

    /// <summary>In the whole milliseconds of MongoDB.</summary>
    public static readonly DateTimeOffset Latest = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.MaxValue.ToUnixTimeMilliseconds());

    public static DateTimeOffset WholeMilliseconds(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMillisecond));
}
