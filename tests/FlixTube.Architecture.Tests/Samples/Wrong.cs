using Azure.Sample;

// Deliberately wrong, but for what says otherwise: the rules must find it.
namespace FlixTube.Architecture.Tests.Samples;

public sealed class ReturnsOne
{
    public static Blob? Find() => null;
}

public sealed class TakesOne
{
    public static void Put(Blob blob) => _ = blob;
}

public sealed class IsMadeOfOne(Blob blob)
{
    public override string ToString() => $"{blob}";
}

public sealed class HasOne
{
    public Blob? Blob { get; set; }
}

public sealed class HoldsOne
{
    public static readonly Blob? Held;
}

public sealed class IsOne : Blob;

public sealed class ActsAsOne : IBlob;

public sealed class WantsOne<T>
    where T : IBlob;

public sealed class WantsOneInAMethod
{
    public static void Put<T>()
        where T : IBlob
    {
    }
}

public sealed class HasManyInAGeneric
{
    public static IReadOnlyList<Func<Blob[]>> All() => [];
}

public sealed class GivesOneByReference
{
    public static void Find(out Blob? blob) => blob = null;
}

public sealed class TellsOfOne
{
    public event EventHandler<Blob>? Found;

    public void Tell() => Found?.Invoke(this, new Blob());
}

public abstract class GivesOneToHeirs
{
    protected static Blob? Find() => null;
}

/// <summary>Right: what it knows it keeps to itself.</summary>
public sealed class KeepsOneToItself
{
    private readonly Blob _blob = new();

    public override string ToString() => $"{Secret()}";

    internal Blob Secret() => _blob;
}

#pragma warning disable CA1852 // It must be open to be found.
internal class Open;
#pragma warning restore CA1852

internal abstract class Abstract;

internal sealed class Closed;
