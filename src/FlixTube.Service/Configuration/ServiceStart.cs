namespace FlixTube.Service.Configuration;

internal static class ServiceStart
{
    // .NET's own way to follow appsettings.json watches every folder below the working folder, which takes as long as there
    // are many, and of a system's watches as many. What is followed is looked at by Live.LiveFiles.
    private const string NoWatching = "--hostBuilder:reloadConfigOnChange=false";

    /// <summary>A service with .NET's defaults, which starts as quickly in a folder with a million others as in an empty one.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="webRoot">The folder of what is served as files; that of the defaults when <c>null</c>.</param>
    public static WebApplicationBuilder CreateBuilder(string[] arguments, string? webRoot = null) =>
        WebApplication.CreateBuilder(new WebApplicationOptions { Args = [NoWatching, .. arguments], WebRootPath = webRoot });
}
