using FlixTube.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace FlixTube.Host.Configuration;

/// <summary>What keeps a host from starting, said in sentences instead of a stack trace.</summary>
internal static class StartFailure
{
    /// <summary>Validates every setting and opens the store before anything else starts: what fails then is the operator's to mend.</summary>
    public static void CheckSettings(this IServiceProvider services)
    {
        services.GetRequiredService<IStartupValidator>().Validate();
        services.GetRequiredKeyedService<IVideoStore>(VideoStorage.ServiceName);
    }

    /// <summary>Sentences for an operator, or <c>null</c> when the failure is a defect and deserves its stack trace.</summary>
    public static string? Explain(Exception exception) => exception switch
    {
        OptionsValidationException e => string.Join(Environment.NewLine, e.Failures),
        AggregateException e when e.InnerExceptions.All(inner => Explain(inner) is not null) =>
            string.Join(Environment.NewLine, e.InnerExceptions.Select(Explain)),
        IOException { InnerException: AddressInUseException } e => $"{e.Message} Stop the other program, or listen elsewhere with --urls or PORT.",
        VideoStoreException e => $"{e.Message} Check the settings under VideoStorage.",
        InvalidDataException e => $"A configuration file cannot be read: {e.Message} {e.InnerException?.Message}".TrimEnd(),
        InvalidOperationException { InnerException: { } inner } e when e.Message.Contains("configuration value", StringComparison.Ordinal) =>
            $"{e.Message} {inner.Message}",
        FormatException e => $"A setting is malformed: {e.Message}",
        _ => null,
    };
}
