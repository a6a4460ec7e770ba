using FlixTube.Catalog.MongoDB;
using Microsoft.Extensions.Options;

namespace FlixTube.History.Views.MongoDB;

/// <summary>Checks the settings of MongoDB when views are kept there; the client library is not even looked for otherwise.</summary>
internal sealed class MongoOptionsValidator(IOptions<ViewStoreOptions> store) : IValidateOptions<MongoCatalogOptions>
{
    public ValidateOptionsResult Validate(string? name, MongoCatalogOptions options)
    {
        if (!store.Value.IsMongoDB)
            return ValidateOptionsResult.Skip;

        var problems = options.Problems().ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
