using FlixTube.Service.Configuration;

namespace FlixTube.Service.Health;

/// <summary>Asks a service on this machine whether it is ready: for images that have neither a shell nor curl.</summary>
internal static class ReadinessQuestion
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    /// <summary>The readiness route of a service that was started with these settings in this environment.</summary>
    /// <param name="settings">The arguments of its command line.</param>
    /// <param name="defaultPort">Where it listens when nothing is said.</param>
    public static Uri Address(string[] settings, int defaultPort)
    {
        var configuration = new ConfigurationBuilder()
            .AddEnvironmentVariables("ASPNETCORE_")
            .AddEnvironmentVariables()
            .AddCommandLine(settings)
            .Build();
        var listening = ListenAddress.Of(configuration, defaultPort).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[0];
        var address = BindingAddress.Parse(listening);

        // By number: not every container has a file that knows localhost.
        var host = address.Host is "+" or "*" or "0.0.0.0" or "[::]" or "localhost" ? "127.0.0.1" : address.Host;
        return new UriBuilder(address.Scheme, host, address.Port, HealthRoutes.Ready).Uri;
    }

    /// <summary>Asks once, for at most 4 seconds.</summary>
    /// <returns><c>null</c> when the service is ready, else a sentence that says what it answered.</returns>
    public static async Task<string?> AskAsync(Uri address, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = Limit };
        try
        {
            using var answer = await client.GetAsync(address, cancellationToken);
            return answer.IsSuccessStatusCode ? null : $"{address} answers {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellationToken)}";
        }
        catch (HttpRequestException e)
        {
            return $"{address} cannot be asked: {e.Message}";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"{address} does not answer within {Limit.TotalSeconds} s.";
        }
    }
}
