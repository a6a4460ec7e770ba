using Microsoft.Extensions.Options;

namespace FlixTube.Storage;

/// <summary>The section <c>VideoStorage:Switch</c>: how the switch goes about it. Read once, when the service starts.</summary>
public sealed class VideoStorageSwitchOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = VideoStorageOptions.Section + ":Switch";

    /// <summary>Whether a probe creates, reads and deletes a small object; <c>true</c>. Set it to <c>false</c> where the service has no right to write.</summary>
    public bool ProbeWrite { get; set; } = true;

    /// <summary>
    /// Whether a store that has none of a few videos of the one that serves is refused, for it is most likely the wrong bucket;
    /// <c>true</c>. Nothing is asked where the present store has no video, or cannot say.
    /// </summary>
    public bool RequireVideos { get; set; } = true;

    /// <summary>How long one step of a probe may take, 1 millisecond to 1 hour; 10 seconds.</summary>
    public TimeSpan ProbeStepTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a probe may take, 1 millisecond to 1 hour; 30 seconds.</summary>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long configuration must have been quiet before a change of it is acted on, 0 to 1 minute; 0.5 seconds.</summary>
    public TimeSpan QuietPeriod { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>How long the generation before is kept to go back to, 0 (not at all) to 1 day; 30 seconds.</summary>
    public TimeSpan WatchTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Of fewer failures nothing is concluded, 1 or more; 5.</summary>
    public int WatchMinimumFailures { get; set; } = 5;

    /// <summary>Which part of all calls must fail before the service goes back; more than 0, at most 1; 0.5.</summary>
    public double WatchFailureRate { get; set; } = 0.5;

    /// <summary>
    /// How long open bodies may go on in a store that no longer serves, 0 to 30 days; 1 hour. Then those whose content's hash is known
    /// go on in the one that serves, and others fail.
    /// </summary>
    public TimeSpan DrainLimit { get; set; } = TimeSpan.FromHours(1);

    internal sealed class Validator : IValidateOptions<VideoStorageSwitchOptions>
    {
        public ValidateOptionsResult Validate(string? name, VideoStorageSwitchOptions options)
        {
            var problems = Problems(options).ToList();
            return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
        }

        private static IEnumerable<string> Problems(VideoStorageSwitchOptions options)
        {
            var times = new[]
            {
                Time(nameof(ProbeStepTimeout), options.ProbeStepTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1)),
                Time(nameof(ProbeTimeout), options.ProbeTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1)),
                Time(nameof(QuietPeriod), options.QuietPeriod, TimeSpan.Zero, TimeSpan.FromMinutes(1)),
                Time(nameof(WatchTime), options.WatchTime, TimeSpan.Zero, TimeSpan.FromDays(1)),
                Time(nameof(DrainLimit), options.DrainLimit, TimeSpan.Zero, TimeSpan.FromDays(30)),
            };
            foreach (var problem in times.OfType<string>())
                yield return problem;

            if (options.WatchMinimumFailures < 1)
                yield return $"{Section}:{nameof(WatchMinimumFailures)} is {options.WatchMinimumFailures}: set it to 1 or more.";

            if (options.WatchFailureRate is not (> 0 and <= 1))
                yield return FormattableString.Invariant($"{Section}:{nameof(WatchFailureRate)} is {options.WatchFailureRate}: set it to a number above 0, at most 1.");
        }

        private static string? Time(string key, TimeSpan value, TimeSpan shortest, TimeSpan longest) =>
            value < shortest || value > longest ? $"{Section}:{key} is {value}: set it to a time from {shortest} to {longest}." : null;
    }
}
