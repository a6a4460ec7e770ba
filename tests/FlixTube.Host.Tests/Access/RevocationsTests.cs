using FlixTube.Service.Access;
using FlixTube.Service.Access.Links;
using FlixTube.Service.Access.Revocation;
using FlixTube.Service.Access.Tokens;

namespace FlixTube.Host.Tests.Access;

internal sealed class RevocationsTests
{
    private static readonly RevokedTokens Ann = new(RevocationKind.Subject, "ann");
    private static readonly AccessToken Token = new("t-1", "ann", Role.Viewer, Video: null, Tokens.Now.AddMinutes(15));

    private AccessParts _parts = null!;

    private Revocations Revocations => _parts.Get<Revocations>();

    [SetUp]
    public void SetUp() => _parts = new AccessParts(("Playback:MaxLinkLifetime", "00:15:00"));

    [TearDown]
    public async Task TearDown() => await _parts.DisposeAsync();

    [Test]
    public void What_was_added_counts_as_long_as_a_token_that_exists_now_can_live_and_is_then_forgotten()
    {
        Assert.That(Revocations.Covers(Token), Is.False);
        Assert.That(Revocations.TryAdd(Ann, Tokens.Now.AddYears(1)), Is.EqualTo(Tokens.Now.AddMinutes(16)), "lifetime and both clocks' skews");

        _parts.Time.Advance(TimeSpan.FromMinutes(16) - TimeSpan.FromTicks(1));
        Assert.That(Revocations.Covers(Token), Is.True);

        _parts.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.That(Revocations.Covers(Token), Is.False);
        Assert.That(Revocations.Added, Is.Zero);
    }

    [Test]
    public void Said_twice_the_later_end_counts()
    {
        Revocations.TryAdd(Ann, Tokens.Now.AddMinutes(5));
        Assert.That(Revocations.TryAdd(Ann, Tokens.Now.AddMinutes(1)), Is.EqualTo(Tokens.Now.AddMinutes(5)));
        Assert.That(Revocations.Added, Is.EqualTo(1));
    }

    [Test]
    public void It_covers_what_it_names_and_nothing_else()
    {
        var link = new AccessToken("l-1", "ann", Role: null, new LinkedVideo("a.mp4", "5d9e690ad76fe06a3d7ae416"), Token.Expires);
        foreach (var (kind, name, covered) in new[]
        {
            (RevocationKind.Token, "l-1", true), (RevocationKind.Token, "ann", false), (RevocationKind.Token, "L-1", false),
            (RevocationKind.Subject, "ann", true), (RevocationKind.Subject, "l-1", false),
            (RevocationKind.Video, "a.mp4", true), (RevocationKind.Video, "5d9e690ad76fe06a3d7ae416", true), (RevocationKind.Video, "b.mp4", false),
        })
        {
            using var revocations = new Revocations(_parts.Get<AccessSettings>(), _parts.Time, new Doubles.CapturingLogger<Revocations>());
            revocations.TryAdd(new(kind, name));
            Assert.That(revocations.Covers(link), Is.EqualTo(covered), $"{kind} {name}");
        }

        Revocations.TryAdd(new(RevocationKind.Video, "a.mp4"));
        Assert.That(Revocations.Covers(Token), Is.False, "only links are for a video");
    }

    [Test]
    public void When_it_is_full_it_refuses_rather_than_to_forget()
    {
        Revocations.TryAdd(Ann);
        for (var i = 1; i < FlixTube.Service.Access.Revocation.Revocations.MaxAdded; i++)
            Revocations.TryAdd(new(RevocationKind.Token, $"t-{i}"));

        Assert.That(Revocations.TryAdd(new(RevocationKind.Token, "one more")), Is.Null);
        Assert.That(Revocations.TryAdd(Ann), Is.Not.Null, "it is there already");
        Assert.That(Revocations.Covers(Token), Is.True);
    }
}
