using Microsoft.Extensions.Options;

namespace FlixTube.Catalog.MongoDB.Registration;

/// <summary>Checks the settings of MongoDB when the catalogue is there; the client library is not even looked for otherwise.</summary>
internal sealed class MongoOptionsValidator(IOptions<CatalogOptions> catalog) : IValidateOptions<MongoCatalogOptions>
{
    public ValidateOptionsResult Validate(string? name, MongoCatalogOptions options)
    {
        if (!string.Equals(catalog.Value.Provider, MongoVideoCatalog.ProviderName, StringComparison.Ordinal))
            return ValidateOptionsResult.Skip;

        var problems = options.Problems().ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
