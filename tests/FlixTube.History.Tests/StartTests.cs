using FlixTube.Testing.Hosts;
using FlixTube.Testing.Programs;

namespace FlixTube.History.Tests;

internal sealed class StartTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [TestCase("History:Provider", "floppy", "'file' or 'mongodb'")]
    [TestCase("History:File:Root", "/dev/null/history", "History:File:Root")]
    [TestCase("DBHOST", "nonsense", "History:MongoDB:ConnectionString")]
    [TestCase("History:RequireToken", "true", "Access:JwtKey (JWT_KEY)")]
    [TestCase("Access:RabbitMQ:Uri", "guest:secret@rabbit:5672", "Access:RabbitMQ:Uri")]
    [TestCase("RABBIT", "guest:secret@rabbit:5672", "RABBIT")]
    public async Task A_wrong_setting_keeps_the_service_from_starting_and_is_named_in_a_sentence(string key, string value, string named)
    {
        using var folder = new TemporaryFolder();
        await using var history = HostProcess.Run(
            folder, ["--urls", "http://127.0.0.1:0"], new Dictionary<string, string> { [key] = value }, "FlixTube.History");

        Assert.That(await history.ExitAsync(Limit), Is.EqualTo(1));
        Assert.That(history.Transcript, Does.Contain(named));
        Assert.That(history.Transcript, Does.Not.Contain("   at ").And.Not.Contain("secret"), "no stack trace, no password");
    }

    [Test]
    public async Task Neither_the_broker_nor_the_database_need_be_there_at_the_start_and_a_stop_is_prompt()
    {
        await using var history = await HostProcess.StartServiceAsync("FlixTube.History", new Dictionary<string, string>
        {
            ["RABBIT"] = "amqp://127.0.0.1:1",
            ["DBHOST"] = "mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=100",
        });

        Assert.That((await history.Client.GetAsync("health/live")).IsSuccessStatusCode, Is.True);
        await ProblemAssert.IsProblemAsync(await history.Client.GetAsync("health/ready"), System.Net.HttpStatusCode.ServiceUnavailable, "not-ready");
        await ProblemAssert.IsProblemAsync(await history.Client.GetAsync("history"), System.Net.HttpStatusCode.ServiceUnavailable, "history-unavailable");

        history.Process.Send(Signal.Terminate);
        Assert.That(await history.Process.ExitAsync(TimeSpan.FromSeconds(10)), Is.Zero);
    }
}
