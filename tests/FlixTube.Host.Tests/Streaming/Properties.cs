using FsCheck;
using FsCheck.Fluent;

namespace FlixTube.Host.Tests.Streaming;

/// <summary>Runs properties with a fixed seed: every run tests the same cases.</summary>
internal static class Properties
{
    public static void HoldsFor<T>(Gen<T> cases, Action<T> property, int count = 1000) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(20240506, 7), Prop.ForAll(cases.ToArbitrary(), property));

    /// <summary>Text that a header could hold, most of it made of what matters to ranges, tags and dates.</summary>
    public static Gen<string> HeaderText { get; } =
        Gen.Frequency(
            (6, Gen.Elements("bytes=", "-", ",", "0", "1", "99999999999999999999", "\"", "W/", "*", "\"a\"", " ", "\t", "Mon, 06 May 2024 07:08:09 GMT", "=")),
            (1, Gen.Choose(0x20, 0xFF).Select(c => ((char)c).ToString())))
        .ListOf()
        .Select(string.Concat);
}
