using FsCheck;
using FsCheck.Fluent;

namespace FlixTube.Messaging.Tests;

/// <summary>Runs properties with a fixed seed: every run tests the same cases.</summary>
internal static class Properties
{
    public static void HoldsFor<T>(Gen<T> cases, Action<T> property, int count = 300) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(20260506, 7), Prop.ForAll(cases.ToArbitrary(), property));
}
