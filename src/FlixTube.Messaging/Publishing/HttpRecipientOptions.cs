using System.Text;
using FlixTube.Storage.Network;
using Microsoft.Extensions.Options;

namespace FlixTube.Messaging.Publishing;

/// <summary>Section <c>Viewed:Http</c>: a history service that is told directly.</summary>
internal sealed class HttpRecipientOptions
{
    public const string Section = "Viewed:Http";

    /// <summary>Where it is, such as <c>http://history</c>; without it nobody is told directly.</summary>
    public string? BaseAddress { get; set; }

    /// <summary>
    /// The secret, 32 bytes of UTF-8 or more, with which a history that wants tokens verifies them; this service's own
    /// <c>Access:JwtKey</c> when not set, empty to send no token. Tokens are signed for two minutes each, with the subject
    /// <c>video-streaming</c>.
    /// </summary>
    public string? JwtKey { get; set; }

    /// <summary>How long one answer may take, 1 second to 5 minutes; 10 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether there is such a service.</summary>
    public bool IsOn => !string.IsNullOrEmpty(BaseAddress);

    internal sealed class Validator : IValidateOptions<HttpRecipientOptions>
    {
        public ValidateOptionsResult Validate(string? name, HttpRecipientOptions options)
        {
            if (options.IsOn && !(Uri.TryCreate(options.BaseAddress, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
                return ValidateOptionsResult.Fail($"{Section}:BaseAddress is no address: it looks like 'http://history'.");

            if (!string.IsNullOrEmpty(options.JwtKey) && Encoding.UTF8.GetByteCount(options.JwtKey) < ServiceTokens.MinKeyBytes)
                return ValidateOptionsResult.Fail($"{Section}:JwtKey is too short for HS256: set it to the {ServiceTokens.MinKeyBytes} bytes or more that the history has in Access:JwtKey, or to nothing.");

            return options.Timeout >= TimeSpan.FromSeconds(1) && options.Timeout <= TimeSpan.FromMinutes(5)
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail($"{Section}:Timeout is {options.Timeout:c}, which is not from 00:00:01 to 00:05:00.");
        }
    }
}
