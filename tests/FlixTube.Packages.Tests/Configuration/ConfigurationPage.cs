using System.Globalization;
using System.Text;
using FlixTube.Testing.Settings;

namespace FlixTube.Packages.Tests.Configuration;

/// <summary>The text of docs/configuration.md, made of the options classes and what is written at them.</summary>
internal static class ConfigurationPage
{
    private const string Head = """
        # Configuration

        Every setting, made from the options classes; a test compares the page with them. `FlixTube.Host` needs none: it serves the folder `videos` at `http://localhost:4000`. So does `FlixTube.History`, which keeps views in the folder `history` and answers at `http://localhost:4001`.

        ## How to set

        From the weakest to the strongest, all with the same keys:

        1. the tutorial's variables, such as `DBHOST`: see [below](#the-tutorials-variables);
        2. `appsettings.json` beside the program, then the one in the working folder;
        3. files and folders that `--config` or `FLIXTUBE_CONFIG` names: a JSON file, or a folder with a file for each key, such as a mounted ConfigMap or Secret (`VideoStorage__S3__SecretKey`);
        4. environment variables, `__` for each colon: `VideoStorage__S3__Bucket=videos`;
        5. the command line: `--VideoStorage:S3:Bucket=videos`.

        Times are `hours:minutes:seconds` (`00:00:30`, `1.00:00:00` is a day), fractions have a point, lists a number for each item from 0. A wrong setting keeps the program from starting and is named in a sentence. Secrets are never logged.

        A change in a file takes effect without a restart where the section says so: **at once**; or **by a switch**, which builds the store anew, probes it and goes on with the old one if it is not fit ([operations](operations.md#switching)).

        """;

    private const string Others = """

        ## Others

        | key | meaning |
        |---|---|
        | `PORT` | the port to listen on, on all addresses |
        | `urls`, `--urls` | where to listen instead; without both `http://localhost:4000`, and `http://localhost:4001` for `FlixTube.History` |
        | `Kestrel:…` | [endpoints](https://learn.microsoft.com/aspnet/core/fundamentals/servers/kestrel/endpoints), certificates, HTTP/2, as for any ASP.NET Core service |
        | `Logging:…` | [levels and formats](https://learn.microsoft.com/dotnet/core/extensions/logging) of the log, followed at once |
        | `FLIXTUBE_CONFIG`, `--config` | files and folders with settings, separated as in `PATH` |
        | `OTEL_…` | whether and where metrics and traces are exported: see [operations](operations.md#dashboards-and-alerts) |

        """;

    /// <param name="host">The settings of <c>FlixTube.Host</c>.</param>
    /// <param name="history">Those of <c>FlixTube.History</c>, which shares some of them.</param>
    public static string Write(ProgramSettings host, ProgramSettings history)
    {
        var variables = host.BookVariables.Concat(history.BookVariables).ToLookup(variable => variable.Key, variable => variable.Value, StringComparer.Ordinal);
        var text = new StringBuilder(Head);
        foreach (var section in host.Settings.UnionBy(history.Settings, setting => setting.Key)
            .GroupBy(setting => setting.Section)
            .OrderBy(section => section.Key, StringComparer.Ordinal))
        {
            AppendSection(text, section.Key, [.. section], isOfHistory: !host.Settings.Any(setting => setting.Section == section.Key), variables);
        }

        text.Append(Others);
        AppendVariables(text, host.BookVariables, history.BookVariables);
        return text.ToString();
    }

    private static void AppendSection(
        StringBuilder text, string section, IReadOnlyList<Setting> settings, bool isOfHistory, ILookup<string, IReadOnlyList<string>> variables)
    {
        var whose = isOfHistory ? "Of `FlixTube.History`. " : "";
        text.Append(CultureInfo.InvariantCulture, $"\n## `{section}`\n\n{whose}{Change(settings[0].Change)}\n\n| key | default | meaning |\n|---|---|---|\n");
        foreach (var setting in settings)
        {
            // That a variable implies the provider is said below.
            var own = variables
                .Where(variable => variable.Any(keys => keys.Contains(setting.Key)) && !setting.Key.EndsWith(":Provider", StringComparison.Ordinal))
                .Select(variable => $"`{variable.Key}`")
                .Order(StringComparer.Ordinal)
                .ToArray();
            var name = $"`{setting.Key[(section.Length + 1)..]}`{(own.Length == 0 ? "" : $" ({string.Join(", ", own)})")}";
            var value = setting.Default.Length == 0 ? "" : $"`{setting.Default}`";
            text.Append(CultureInfo.InvariantCulture, $"| {name}: {setting.Type} | {value} | {setting.Meaning.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }
    }

    private static void AppendVariables(
        StringBuilder text, IReadOnlyDictionary<string, IReadOnlyList<string>> host, IReadOnlyDictionary<string, IReadOnlyList<string>> history)
    {
        text.Append("\n## The tutorial's variables\n\nThey stand for keys, and the keys win when both are set.\n\n| variable | sets in `FlixTube.Host` | sets in `FlixTube.History` |\n|---|---|---|\n");
        foreach (var variable in host.Keys.Union(history.Keys).Order(StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"| `{variable}` | {KeysOf(variable, host)} | {KeysOf(variable, history)} |\n");
    }

    private static string KeysOf(string variable, IReadOnlyDictionary<string, IReadOnlyList<string>> program) =>
        program.TryGetValue(variable, out var keys) ? string.Join(", ", keys.Select(key => $"`{key}`")) : "";

    private static string Change(SettingChange change) => change switch
    {
        SettingChange.Live => "A change takes effect at once.",
        SettingChange.Switch => "A change takes effect by a switch.",
        _ => "A change needs a restart.",
    };
}
