namespace FlixTube.Testing.Faults.Stores;

/// <summary>One fault, the call that it strikes, and what must come of it.</summary>
/// <param name="Name">For people.</param>
/// <param name="Call">Which request it strikes.</param>
/// <param name="Times">How many of these requests in a row.</param>
/// <param name="Outcome">What the caller must see.</param>
/// <param name="Make">Makes the fault, in the words of a service.</param>
public sealed record FaultCase(
    string Name, StoreCall Call, int Times, FaultOutcome Outcome, Func<Func<ServiceRefusal, Fault.Answer>, Fault> Make)
{
    /// <summary>Strikes every request until the call is given up.</summary>
    public const int Always = int.MaxValue;

    /// <summary>What the fault is made of when it is a refusal.</summary>
    public ServiceRefusal? Refusal { get; init; }

    public override string ToString() => $"{Name}, {(Times == Always ? "always" : Times == 1 ? "once" : $"{Times} times")}, {Call}";
}
