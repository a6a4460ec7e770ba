using System.Globalization;

namespace FlixTube.Bench.Gateway;

/// <summary>What the command line says.</summary>
/// <param name="Programs">The folder with the published programs.</param>
/// <param name="Rounds">How often each scenario is done to each server.</param>
/// <param name="Time">How long each time.</param>
/// <param name="Only">A word in the names of the scenarios that are done; all when null.</param>
/// <param name="Among">Words, separated by commas, in the names of the servers that are measured; all when null.</param>
internal sealed record BenchOptions(string Programs, int Rounds, TimeSpan Time, string? Only, string? Among)
{
    private const string Usage = "usage: bench/gateway/run [--quick] [--rounds N] [--seconds N] [--only WORD] [--among WORD,...]";

    /// <exception cref="ArgumentException">The arguments are not understood; the message is the usage.</exception>
    public static BenchOptions Parse(string[] args)
    {
        var options = new BenchOptions("", Rounds: 5, TimeSpan.FromSeconds(3), Only: null, Among: null);
        for (var i = 0; i < args.Length; i++)
        {
            string Value() => ++i < args.Length ? args[i] : throw new ArgumentException(Usage);
            int Number() => int.TryParse(Value(), CultureInfo.InvariantCulture, out var number) && number > 0 ? number : throw new ArgumentException(Usage);
            options = args[i] switch
            {
                "--programs" => options with { Programs = Value() },
                "--quick" => options with { Rounds = 1, Time = TimeSpan.FromSeconds(1) },
                "--rounds" => options with { Rounds = Number() },
                "--seconds" => options with { Time = TimeSpan.FromSeconds(Number()) },
                "--only" => options with { Only = Value() },
                "--among" => options with { Among = Value() },
                _ => throw new ArgumentException(Usage),
            };
        }
        return options;
    }

    public bool Measures(string server) => Among?.Split(',').Any(word => server.Contains(word, StringComparison.OrdinalIgnoreCase)) ?? true;

    public bool Wants(string scenario) => Only is null || scenario.Contains(Only, StringComparison.OrdinalIgnoreCase);
}
