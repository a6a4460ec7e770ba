using Microsoft.Extensions.Configuration.Json;

namespace FlixTube.Service.Configuration.Live;

internal static class LiveFiles
{
    /// <summary>The command line's name, and that of the environment, for files and folders of settings beside <c>appsettings.json</c>.</summary>
    private const string Argument = "config";

    private const string Variable = "FLIXTUBE_CONFIG";

    /// <summary>
    /// Follows <c>appsettings.json</c> in the working folder, and what <c>--config</c> or <c>FLIXTUBE_CONFIG</c> names (several are
    /// separated as in <c>PATH</c>, later ones win). Environment variables and the command line stand above them all.
    /// </summary>
    /// <exception cref="InvalidDataException">Something that was named is not there, or a file cannot be read.</exception>
    public static void AddLiveFiles(this WebApplicationBuilder builder)
    {
        var problems = new LiveFileProblems();
        builder.Services.AddSingleton(problems);

        var configuration = builder.Configuration;
        var named = configuration[Argument] ?? Environment.GetEnvironmentVariable(Variable) ?? "";
        var sources = configuration.Sources;
        var above = 0;
        for (var i = 0; i < sources.Count; i++)
        {
            if (sources[i] is not JsonConfigurationSource { Path: { } file } json)
                continue;

            above = i + 1;
            var provider = json.FileProvider ?? ((IConfigurationBuilder)configuration).GetFileProvider();
            if (provider.GetFileInfo(file).PhysicalPath is { } path)
                sources[i] = Source(path, json.Optional);
        }

        foreach (var path in named.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            sources.Insert(above++, Source(Path.GetFullPath(path), isOptional: false));

        LiveFileSource Source(string path, bool isOptional) => new(path, isOptional, problems, TimeProvider.System);
    }

    /// <summary>Has what is wrong with changed files logged.</summary>
    public static void LogLiveFiles(this IServiceProvider services) =>
        services.GetRequiredService<LiveFileProblems>().LogTo(services.GetRequiredService<ILoggerFactory>());
}
