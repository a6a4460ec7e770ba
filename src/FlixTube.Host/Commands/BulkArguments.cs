using System.CommandLine;
using System.Globalization;
using FlixTube.Storage.Copying;

namespace FlixTube.Host.Commands;

/// <summary>Options that several commands have, with one meaning.</summary>
internal static class BulkArguments
{
    public static Option<string> Provider() => new("--provider")
    {
        Description = "Which store: file, azure, gcp or s3. [default: VideoStorage:Provider]",
        HelpName = "name",
    };

    public static Option<string> Prefix() => new("--prefix")
    {
        Description = "Only videos whose paths begin like this.",
        HelpName = "text",
    };

    public static Option<int> Parallel()
    {
        var option = new Option<int>("--parallel")
        {
            Description = $"How many videos at once, 1 to {BulkOptions.MaxParallel}.",
            HelpName = "n",
            DefaultValueFactory = _ => new VerifyOptions().Parallel,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is >= 1 and <= BulkOptions.MaxParallel))
                result.AddError($"--parallel is '{token.Value}': set it to a number from 1 to {BulkOptions.MaxParallel}.");
        });
        return option;
    }
}
