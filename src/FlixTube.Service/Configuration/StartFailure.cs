using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace FlixTube.Service.Configuration;

/// <summary>What keeps a service from starting, said in sentences instead of a stack trace.</summary>
internal static class StartFailure
{
    /// <summary>Validates every setting before anything else starts: what fails then is the operator's to mend.</summary>
    public static void CheckSettings(this IServiceProvider services) =>
        services.GetRequiredService<IStartupValidator>().Validate();

    /// <summary>Sentences for an operator, or <c>null</c> when the failure is a defect and deserves its stack trace.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="part">Sentences for what a part of the service reports, <c>null</c> for anything else.</param>
    public static string? Explain(Exception exception, Func<Exception, string?>? part = null) => exception switch
    {
        _ when part?.Invoke(exception) is { } sentence => sentence,
        OptionsValidationException e => string.Join(Environment.NewLine, e.Failures),
        AggregateException e when e.InnerExceptions.All(inner => Explain(inner, part) is not null) =>
            string.Join(Environment.NewLine, e.InnerExceptions.Select(inner => Explain(inner, part))),
        IOException { InnerException: AddressInUseException } e => $"{e.Message} Stop the other program, or listen elsewhere with --urls or PORT.",
        InvalidDataException e => $"A configuration file cannot be read: {e.Message} {e.InnerException?.Message}".TrimEnd(),
        InvalidOperationException { InnerException: { } inner } e when e.Message.Contains("configuration value", StringComparison.Ordinal) =>
            $"{e.Message} {inner.Message}",
        FormatException e => $"A setting is malformed: {e.Message}",
        _ => null,
    };
}
