namespace FlixTube.Testing.Programs;

/// <summary>Where things are in the clone that the tests run from.</summary>
public static class Repository
{
    /// <summary>The full path of the folder of FlixTube.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The sample video of ten seconds that the repository carries.</summary>
    public static string SampleVideo { get; } = PathOf("samples", "videos", "SampleVideo_1280x720_1mb.mp4");

    /// <summary>The full path of something in the repository.</summary>
    public static string PathOf(params ReadOnlySpan<string> segments) => Path.Combine([Root, .. segments]);

    /// <summary>The full path of a project's built assembly, of the configuration that these tests were built in.</summary>
    /// <param name="project">The project's folder below <c>src</c>, which is its name.</param>
    /// <exception cref="FileNotFoundException">The project is not built.</exception>
    public static string BuiltAssembly(string project)
    {
#if DEBUG
        const string Configuration = "Debug";
#else
        const string Configuration = "Release";
#endif
        var path = PathOf("src", project, "bin", Configuration, "net10.0", project + ".dll");
        return File.Exists(path) ? path : throw new FileNotFoundException($"{project} is not built. Run: dotnet build -c {Configuration}", path);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "FlixTube.sln")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds FlixTube.sln.");
    }
}
