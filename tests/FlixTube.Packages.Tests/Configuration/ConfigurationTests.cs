using System.Text.RegularExpressions;
using FlixTube.Packages.Tests.Pages;
using FlixTube.Testing.Settings;

namespace FlixTube.Packages.Tests.Configuration;

internal sealed partial class ConfigurationTests
{
    private static readonly ProgramSettings Host = ProgramSettings.Of("FlixTube.Host");
    private static readonly ProgramSettings History = ProgramSettings.Of("FlixTube.History");
    private static readonly Setting[] All = [.. Host.Settings.UnionBy(History.Settings, setting => setting.Key)];

    [Test]
    public Task Page_of_configuration_is_current() => GeneratedPage.CheckAsync("docs/configuration.md", ConfigurationPage.Write(Host, History), nameof(Page_of_configuration_is_current));

    [Test]
    public void Every_setting_says_what_it_means() =>
        Assert.That(All.Where(setting => setting.Meaning.Length == 0).Select(setting => setting.Key), Is.Empty, "Write a summary at the property.");

    [Test]
    public void Every_number_and_every_time_says_its_bounds() => Assert.That(
        All.Where(setting => setting.Type is "number" or "fraction" or "time" && !SaysBounds(setting.Meaning)).Select(setting => setting.Key),
        Is.Empty,
        "Write them into the summary: '1 second to 1 hour', 'at most', 'or more'.");

    [TestCase("VideoStorage:Provider", "file")]
    [TestCase("VideoStorage:S3:Network:MaxRetries", "3")]
    [TestCase("Streaming:ViewerIdleTimeout", "00:01:00")]
    [TestCase("Catalog:Cache:MaxEntries", "10000")]
    [TestCase("Access:JwtKey", "")]
    [TestCase("Viewed:RabbitMQ:Mode", "queue")]
    [TestCase("History:Provider", "file")]
    [TestCase("History:MongoDB:Database", "history")]
    public void Settings_are_found_with_their_defaults(string key, string value) =>
        Assert.That(All.Single(setting => setting.Key == key).Default, Is.EqualTo(value));

    [TestCase("VideoStorage__S3__Bucket", true)]
    [TestCase("videostorage:s3:bucket", true)]
    [TestCase("DBHOST", true)]
    [TestCase("VIDEO_STORAGE_PORT", true)]
    [TestCase("VideoStorage__S3__Buckets", false)]
    [TestCase("VideoStorage__S3", false)]
    [TestCase("DB_HOST", false)]
    public void A_name_is_known_or_not(string name, bool isKnown) => Assert.That(Host.Knows(name), Is.EqualTo(isKnown));

    [TestCase("DBNAME", "Catalog:MongoDB:Database")]
    [TestCase("DBHOST", "Catalog:MongoDB:ConnectionString", "Catalog:Provider")]
    [TestCase("VIDEO_STORAGE_PORT", "VideoStorage:Http:BaseAddress")]
    public void Variables_of_the_tutorial_stand_for_keys_that_there_are(string variable, params string[] keys)
    {
        Assert.That(Host.BookVariables[variable], Is.EquivalentTo(keys));
        Assert.That(Host.BookVariables.Values.SelectMany(all => all).Where(key => !Host.Knows(key)), Is.Empty);
    }

    [TestCase("DBNAME", "History:MongoDB:Database")]
    [TestCase("DBHOST", "History:MongoDB:ConnectionString", "History:Provider")]
    [TestCase("RABBIT", "Viewed:RabbitMQ:Uri", "Access:RabbitMQ:Uri")]
    [TestCase("JWT_KEY", "Access:JwtKey")]
    public void They_stand_for_those_of_the_history_in_the_history(string variable, params string[] keys)
    {
        Assert.That(History.BookVariables[variable], Is.EquivalentTo(keys));
        Assert.That(keys.Where(key => !History.Knows(key)), Is.Empty);
    }

    private static bool SaysBounds(string meaning) => Bounds.IsMatch(meaning);

    // From a number, a word for it or a name to another; or one end only.
    [GeneratedRegex(@"(\d[\w,. ]*|`|\)) to (`|\d)|at most|or more|more than", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Bounds { get; }
}
