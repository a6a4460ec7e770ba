namespace FlixTube.Host.Commands;

/// <summary>
/// Tells a command from the arguments of a host that serves, without loading what parses commands: serving must not start
/// later for them.
/// </summary>
internal static class CommandLine
{
    private static readonly string[] Questions = ["--help", "-h", "-?", "--version"];

    /// <summary>
    /// Whether the first argument is a command or a question about them. A setting begins with <c>-</c> or <c>/</c> or has
    /// a <c>=</c>; any other word is a command, if a wrong one, for it would be no setting either.
    /// </summary>
    public static bool Asks(string[] arguments) =>
        arguments is [var first, ..]
        && (Questions.Contains(first, StringComparer.Ordinal) || (first.Length > 0 && first[0] is not ('-' or '/') && !first.Contains('=', StringComparison.Ordinal)));
}
