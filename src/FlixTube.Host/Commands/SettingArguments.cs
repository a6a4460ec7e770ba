namespace FlixTube.Host.Commands;

/// <summary>
/// Takes the settings out of a command's arguments: those whose name has a colon, in the forms <c>--Section:Key value</c>
/// and <c>--Section:Key=value</c>, and those of the host that decide where settings come from.
/// </summary>
internal static class SettingArguments
{
    private static readonly string[] OfHost = ["--config", "--environment", "--contentRoot", "--urls"];

    public static (string[] Command, string[] Settings) Split(IReadOnlyList<string> arguments)
    {
        var command = new List<string>();
        var settings = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (!IsSetting(argument))
            {
                command.Add(argument);
                continue;
            }

            settings.Add(argument);
            if (!argument.Contains('=', StringComparison.Ordinal) && i + 1 < arguments.Count)
                settings.Add(arguments[++i]);
        }

        return ([.. command], [.. settings]);
    }

    private static bool IsSetting(string argument)
    {
        var name = argument.Split('=', 2)[0];
        return name.StartsWith("--", StringComparison.Ordinal)
            && (name.Contains(':', StringComparison.Ordinal) || OfHost.Contains(name, StringComparer.OrdinalIgnoreCase));
    }
}
