using FlixTube.Service.Access;
using Microsoft.Extensions.Options;

namespace FlixTube.History.Access;

/// <summary>Section <c>History</c>: who may write and read the history. Read at start.</summary>
internal sealed class HistoryAccessOptions
{
    public const string Section = "History";

    /// <summary>
    /// Whether <c>GET /history</c> is for callers with the token of a viewer or above and <c>POST /viewed</c> for those with
    /// that of an uploader, as services have; <c>false</c>.
    /// </summary>
    public bool RequireToken { get; set; }

    internal sealed class Validator(IOptions<AccessOptions> access) : IValidateOptions<HistoryAccessOptions>
    {
        public ValidateOptionsResult Validate(string? name, HistoryAccessOptions options) =>
            options.RequireToken && string.IsNullOrEmpty(access.Value.JwtKey) && string.IsNullOrEmpty(access.Value.Authority)
                ? ValidateOptionsResult.Fail("History:RequireToken is set, but nothing says whose tokens are good: set Access:JwtKey (JWT_KEY) or Access:Authority too.")
                : ValidateOptionsResult.Success;
    }
}
