using Microsoft.Extensions.Options;

namespace FlixTube.Messaging.Outbox;

/// <summary>Section <c>Viewed:Outbox</c>: where messages wait until their recipient has them.</summary>
internal sealed class OutboxOptions
{
    public const string Section = "Viewed:Outbox";

    private const long LeastBytes = 64 << 10;
    private const long MostBytes = 1L << 40;

    /// <summary>The folder; <c>outbox</c>. It belongs to one process, and is on a disk that outlives it.</summary>
    public string Root { get; set; } = "outbox";

    /// <summary>
    /// The most bytes on disk for each recipient, 64 KiB to 1 TiB; 64 MiB, which is about 400,000 views. What comes
    /// when it is full is lost, counted and logged.
    /// </summary>
    public long MaxBytes { get; set; } = 64 << 20;

    internal sealed class Validator : IValidateOptions<OutboxOptions>
    {
        public ValidateOptionsResult Validate(string? name, OutboxOptions options)
        {
            if (string.IsNullOrWhiteSpace(options.Root))
                return ValidateOptionsResult.Fail($"{Section}:Root is empty: set it to the folder where messages wait.");

            return options.MaxBytes is >= LeastBytes and <= MostBytes
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail($"{Section}:MaxBytes is {options.MaxBytes}, which is not from {LeastBytes} to {MostBytes}.");
        }
    }
}
