using FlixTube.Bench.Gateway.Measuring;
using FlixTube.Bench.Gateway.Peers;

namespace FlixTube.Bench.Gateway.Scenarios;

/// <summary>Something that viewers do, done to one server at a time.</summary>
internal interface IScenario
{
    /// <summary>Its name in the tables.</summary>
    string Name { get; }

    /// <summary>Does it once, for about as long as asked, and notes what it cost.</summary>
    Task RunAsync(Server server, TimeSpan time, Figures figures);
}
