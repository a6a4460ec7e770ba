using System.Diagnostics;
using System.Globalization;

namespace FlixTube.Storage.Tests.Files;

public sealed class CrashTests
{
    private const int Kills = 20;

    [Test]
    [CancelAfter(120_000)]
    public async Task A_writer_killed_at_any_moment_leaves_a_whole_version_and_nothing_else(CancellationToken timeout)
    {
        using var test = new StoreOfOneTest();
        await test.Store.WriteAsync(Program.Path, new MemoryStream(Program.Content(0)), Program.Options(0), timeout);

        for (var kill = 0; kill < Kills; kill++)
        {
            var last = await WriteUntilKilledAsync(test.Root, kill, timeout);

            // The next start, which sweeps.
            var store = test.Open();
            await using var read = await store.OpenReadAsync(Program.Path, cancellationToken: timeout);
            using var bytes = new MemoryStream();
            await read.Body.CopyToAsync(bytes, timeout);
            var version = int.Parse(read.Properties.ContentType["video/x-".Length..], CultureInfo.InvariantCulture);

            Assert.That(version == last || version == last - 1, $"It was killed writing version {last}; {version} is there.");
            Assert.That(bytes.ToArray(), Is.EqualTo(Program.Content(version)));
            Assert.That(read.Properties.ContentHash, Is.EqualTo(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes.ToArray()))));
            Assert.That(read.Properties.Metadata["version"], Is.EqualTo(version.ToString(CultureInfo.InvariantCulture)));
            Assert.That(Directory.GetFileSystemEntries(test.FileOf(".flixtube/tmp")), Is.Empty);
            Assert.That(await test.ListAsync(), Is.EqualTo([Program.Path.Value]));

            // The version that the next round begins with.
            await store.WriteAsync(Program.Path, new MemoryStream(Program.Content(0)), Program.Options(0), timeout);
            Assert.That(Directory.GetFiles(test.FileOf(".flixtube/properties"), "*", SearchOption.AllDirectories), Has.Length.EqualTo(1));
        }
    }

    /// <returns>The version that was being written.</returns>
    private static async Task<int> WriteUntilKilledAsync(string root, int kill, CancellationToken cancellationToken)
    {
        using var writer = Process.Start(new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, "replace", root]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        try
        {
            // Each round is killed at another version and, by a time that grows, at another step of it.
            var last = 0;
            while (last < 1 + (kill % 4))
                last = int.Parse((await writer.StandardOutput.ReadLineAsync(cancellationToken))!, CultureInfo.InvariantCulture);

            var start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromMilliseconds(0.7 * kill))
                Thread.SpinWait(100);

            writer.Kill();
            while (await writer.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
                last = int.Parse(line, CultureInfo.InvariantCulture);

            return last;
        }
        finally
        {
            writer.Kill();
            await writer.WaitForExitAsync(CancellationToken.None);
        }
    }
}
