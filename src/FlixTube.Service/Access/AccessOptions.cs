using System.Text;
using Microsoft.Extensions.Options;

namespace FlixTube.Service.Access;

/// <summary>Section <c>Access</c>: who may write and manage. Reading is open.</summary>
internal sealed class AccessOptions
{
    public const string Section = "Access";

    /// <summary>
    /// The secret that signs bearer tokens (HS256), 32 bytes of UTF-8 or more as RFC 7518 section 3.2 demands. Without
    /// one, only callers on this machine may write.
    /// </summary>
    public string? JwtKey { get; set; }

    internal sealed class Validator : IValidateOptions<AccessOptions>
    {
        private const int MinBytes = 32;

        public ValidateOptionsResult Validate(string? name, AccessOptions options) =>
            string.IsNullOrEmpty(options.JwtKey) || Encoding.UTF8.GetByteCount(options.JwtKey) >= MinBytes
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(
                    $"Access:JwtKey (JWT_KEY) is too short for HS256: set it to {MinBytes} bytes or more, for example the output of 'openssl rand -base64 32'.");
    }
}
