using System.Globalization;
using FlixTube.Bench.Gateway.Measuring;

namespace FlixTube.Bench.Gateway.Results;

/// <summary>The results in Markdown: each figure's median and spread, then what was required of us.</summary>
internal static class Tables
{
    public static void Write(TextWriter writer, Figures figures)
    {
        foreach (var scenario in figures.Rows.GroupBy(row => row.Scenario, StringComparer.Ordinal))
        {
            writer.WriteLine($"\n### {scenario.Key}\n");
            var columns = scenario.Select(row => row.Figure).ToList();
            writer.WriteLine($"| | {string.Join(" | ", columns)} |");
            writer.WriteLine($"|---|{string.Concat(columns.Select(_ => "---|"))}");
            foreach (var server in columns.SelectMany(figure => figures.Servers(scenario.Key, figure)).Distinct(StringComparer.Ordinal))
                writer.WriteLine($"| {server} | {string.Join(" | ", columns.Select(figure => Cell(figures, scenario.Key, figure, server)))} |");
        }

        writer.WriteLine("\n### What is required\n\n| | must | aim | is | |\n|---|---|---|---|---|");
        foreach (var requirement in Requirement.All)
        {
            if (requirement.Value(figures) is { } value)
                writer.WriteLine($"| {requirement.Text} | {requirement.Must} | {requirement.Aim} | {Number(value)} | {Verdict(requirement, value)} |");
        }
    }

    private static string Verdict(Requirement requirement, double value) =>
        requirement.Aim.Holds(value) ? "aim" : requirement.Must.Holds(value) ? "must" : "**missed**";

    private static string Cell(Figures figures, string scenario, string figure, string server) =>
        figures.Median(scenario, figure, server) is { } median && figures.Spread(scenario, figure, server) is { } spread
            ? $"{Number(median)} ({Number(spread.Min)} to {Number(spread.Max)})"
            : "";

    private static string Number(double value) =>
        value.ToString(Math.Abs(value) switch { >= 100 => "0", >= 10 => "0.0", _ => "0.00" }, CultureInfo.InvariantCulture);
}
