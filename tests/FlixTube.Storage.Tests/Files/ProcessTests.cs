using System.Diagnostics;

namespace FlixTube.Storage.Tests.Files;

public sealed class ProcessTests
{
    [Test]
    [CancelAfter(120_000)]
    public async Task Conditions_hold_between_processes(CancellationToken timeout)
    {
        using var test = new StoreOfOneTest();
        var processes = Enumerable.Range(0, 3)
            .Select(_ => Process.Start("dotnet", [typeof(Program).Assembly.Location, "count", test.Root]))
            .ToArray();
        try
        {
            foreach (var process in processes)
            {
                await process.WaitForExitAsync(timeout);
                Assert.That(process.ExitCode, Is.Zero);
            }
        }
        finally
        {
            foreach (var process in processes)
            {
                process.Kill();
                process.Dispose();
            }
        }

        // No increment was lost, and each was made over the one before.
        var counter = await test.FindAsync(Program.Path.Value);
        Assert.That(counter!.Length, Is.EqualTo(3 * Program.Increments));
        Assert.That(test.Everything(), Has.Exactly(1).StartsWith(".flixtube/properties/"));
    }
}
