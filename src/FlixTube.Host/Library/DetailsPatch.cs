using System.Text.Json;
using FlixTube.Catalog;
using FlixTube.Host.Problems;
using FlixTube.Service.Problems;
using FlixTube.Storage;

namespace FlixTube.Host.Library;

/// <summary>What shall be said about a video, as a JSON merge patch (RFC 7396): what is absent stays, what is <c>null</c> goes.</summary>
internal sealed class DetailsPatch
{
    private readonly List<Func<CatalogDetails, CatalogDetails>> _changes;

    private DetailsPatch(List<Func<CatalogDetails, CatalogDetails>> changes) => _changes = changes;

    /// <exception cref="ProblemException">It is no object, or fields are unknown or break a rule: all of them are named.</exception>
    public static DetailsPatch Parse(JsonElement patch)
    {
        if (patch.ValueKind != JsonValueKind.Object)
            throw Refused("Send a JSON object with the fields to change.");

        var changes = new List<Func<CatalogDetails, CatalogDetails>>();
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var field in patch.EnumerateObject())
        {
            var name = Name(field);
            try
            {
                var change = Change(name, field.Value);

                // The rules of one field know nothing of the others.
                change(CatalogDetails.None);
                changes.Add(change);
            }
            catch (Exception e) when (e is ProblemException or VideoCatalogException or VideoStoreException)
            {
                errors[name] = [e.Message];
            }
        }

        return errors.Count == 0 ? new(changes) : throw new ProblemException(VideoRefusals.InvalidEntry(errors));
    }

    public CatalogDetails Apply(CatalogDetails details) => _changes.Aggregate(details, static (before, change) => change(before));

    private static string Name(JsonProperty field)
    {
        try
        {
            return field.Name;
        }
        catch (InvalidOperationException)
        {
            throw Refused("The name of a field has half of a surrogate pair.");
        }
    }

    private static Func<CatalogDetails, CatalogDetails> Change(string name, JsonElement value)
    {
        switch (name)
        {
            case "title":
                var title = Text(name, value);
                return details => details with { Title = title };
            case "description":
                var description = Text(name, value);
                return details => details with { Description = description };
            case "duration":
                var duration = Seconds(value);
                return details => details with { Duration = duration };
            case "tags":
                var tags = Texts(value);
                return details => details with { Tags = tags };
            case "posterPath":
                VideoPath? poster = Text(name, value) is { } path ? VideoPath.Parse(path) : null;
                return details => details with { PosterPath = poster };
            default:
                throw Refused("Only title, description, duration, tags and posterPath can be changed.");
        }
    }

    private static string? Text(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => Unescaped(name, value),
        _ => throw Refused($"'{name}' is a text or null."),
    };

    private static string[] Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => [],
        JsonValueKind.Array => [.. value.EnumerateArray().Select(static tag => Text("tags", tag) ?? throw Refused("A tag is a text."))],
        _ => throw Refused("'tags' is an array of texts or null."),
    };

    private static TimeSpan? Seconds(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Number when value.TryGetDouble(out var seconds) && seconds >= 0 && seconds <= CatalogDetails.MaxDuration.TotalSeconds =>
            TimeSpan.FromMilliseconds(Math.Round(seconds * 1000)),
        _ => throw Refused($"'duration' is a number of seconds, 0 to {CatalogDetails.MaxDuration.TotalSeconds}, or null."),
    };

    private static string Unescaped(string name, JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Refused($"'{name}' has half of a surrogate pair.");
        }
    }

    private static ProblemException Refused(string detail) => new(VideoRefusals.InvalidEntry(detail));
}
