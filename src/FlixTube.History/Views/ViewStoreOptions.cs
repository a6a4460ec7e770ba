using FlixTube.Catalog.MongoDB;
using Microsoft.Extensions.Options;

namespace FlixTube.History.Views;

/// <summary>Section <c>History</c>: where views are kept.</summary>
internal sealed class ViewStoreOptions
{
    public const string Section = "History";

    /// <summary>The embedded store.</summary>
    public const string FileProvider = "file";

    /// <summary>A collection of MongoDB.</summary>
    public const string MongoDBProvider = "mongodb";

    /// <summary>Who keeps them: <see cref="FileProvider"/>, which is the default, or <see cref="MongoDBProvider"/>.</summary>
    public string Provider { get; set; } = FileProvider;

    public bool IsMongoDB => string.Equals(Provider, MongoDBProvider, StringComparison.Ordinal);

    public FileOptions File { get; set; } = new();

    public MongoCatalogOptions MongoDB { get; set; } = new() { Key = $"{Section}:MongoDB", Database = "history" };

    internal sealed class FileOptions
    {
        /// <summary>The folder; <c>history</c>. It belongs to one process.</summary>
        public string Root { get; set; } = "history";
    }

    internal sealed class Validator : IValidateOptions<ViewStoreOptions>
    {
        public ValidateOptionsResult Validate(string? name, ViewStoreOptions options)
        {
            if (options.Provider is not (FileProvider or MongoDBProvider))
                return ValidateOptionsResult.Fail($"{Section}:Provider is '{options.Provider}': set it to '{FileProvider}' or '{MongoDBProvider}'.");

            // MongoDB's client library is not even looked for when views are kept elsewhere.
            List<string> problems = options.IsMongoDB ? [.. options.MongoDB.Problems()]
                : string.IsNullOrWhiteSpace(options.File.Root) ? [$"{Section}:File:Root is empty: set it to the folder where views are kept."]
                : [];
            return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
        }
    }
}
