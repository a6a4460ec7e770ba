using FlixTube.Service.Access;
using FlixTube.Testing.Time;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FlixTube.Host.Tests.Access;

/// <summary>What every service has for access, without a server around it, at a time of the test's choice.</summary>
internal sealed class AccessParts : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public AccessParts(params (string Key, string? Value)[] settings)
    {
        Configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Append(("Access:JwtKey", Tokens.Key)).DistinctBy(s => s.Item1).ToDictionary(s => s.Item1, s => s.Item2))
            .Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(Configuration);
        services.AddSingleton<TimeProvider>(Time);
        services.AddAccess();
        _services = services.BuildServiceProvider();
    }

    public ManualTime Time { get; } = new(Tokens.Now);

    public IConfigurationRoot Configuration { get; }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
