using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace FlixTube.Service.Configuration;

/// <summary>Checks the annotations of an options class and names a wrong setting by the key that an operator would set.</summary>
internal sealed class AnnotationValidator<TOptions>(string section) : IValidateOptions<TOptions>
    where TOptions : class
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);

        return results.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(results.Select(r => $"{string.Join(", ", r.MemberNames.Select(m => $"{section}:{m}"))}: {r.ErrorMessage}"));
    }
}
