namespace FlixTube.Bench.Gateway.Measuring;

/// <summary>Everything measured in a run: for each scenario, figure and server one value a round.</summary>
internal sealed class Figures
{
    private readonly Dictionary<(string Scenario, string Figure, string Server), List<double>> _values = [];
    private readonly List<(string Scenario, string Figure)> _order = [];

    public void Add(string scenario, string figure, string server, double value)
    {
        if (!_order.Contains((scenario, figure)))
            _order.Add((scenario, figure));
        if (!_values.TryGetValue((scenario, figure, server), out var values))
            _values[(scenario, figure, server)] = values = [];
        values.Add(value);
    }

    /// <summary>The scenarios and their figures in the order in which they were first measured.</summary>
    public IReadOnlyList<(string Scenario, string Figure)> Rows => _order;

    /// <summary>The servers that a figure was measured for, in order.</summary>
    public IEnumerable<string> Servers(string scenario, string figure) =>
        _values.Keys.Where(key => key.Scenario == scenario && key.Figure == figure).Select(key => key.Server);

    /// <summary>The median, or null when it was not measured.</summary>
    public double? Median(string scenario, string figure, string server) =>
        Sorted(scenario, figure, server) is { } sorted ? (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2 : null;

    /// <summary>The smallest and the largest, or null when it was not measured.</summary>
    public (double Min, double Max)? Spread(string scenario, string figure, string server) =>
        Sorted(scenario, figure, server) is { } sorted ? (sorted[0], sorted[^1]) : null;

    private List<double>? Sorted(string scenario, string figure, string server) =>
        _values.TryGetValue((scenario, figure, server), out var values) ? [.. values.Order()] : null;
}
