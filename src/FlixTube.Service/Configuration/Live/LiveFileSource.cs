namespace FlixTube.Service.Configuration.Live;

/// <summary>A file or folder of settings that is followed while the host runs.</summary>
internal sealed class LiveFileSource(string path, bool isOptional, LiveFileProblems problems, TimeProvider time) : IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new LiveFileProvider(path, isOptional, problems, time);
}
