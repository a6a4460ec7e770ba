using FlixTube.History.Access;
using FlixTube.History.Configuration;
using FlixTube.History.Health;
using FlixTube.History.Listing;
using FlixTube.History.Receiving;
using FlixTube.History.Views;
using FlixTube.Messaging.Revoked;
using FlixTube.Service.Access;
using FlixTube.Service.Access.Revocation;
using FlixTube.Service.Configuration;
using FlixTube.Service.Configuration.Live;
using FlixTube.Service.Health;
using FlixTube.Service.Problems;
using FlixTube.Service.Telemetry;

if (args is [HealthQuestion.Command, .. var settings])
    return await HealthQuestion.AskAsync(settings);

try
{
    var builder = ServiceStart.CreateBuilder(args);
    builder.AddSettings();
    builder.ListenOnPort(ListenAddress.HistoryPort);
    builder.AddTelemetry("history");
    builder.AddLimits();

    builder.Services.AddProblems();
    builder.Services.AddAccess();
    builder.Services.AddRevocationBroker();
    builder.Services.AddHistoryAccess();
    builder.Services.AddViews();
    builder.Services.AddReceiving();
    builder.Services.AddHealth();
    builder.Services.AddOpenApi();

    var app = builder.Build();
    app.Services.LogLiveFiles();
    app.Services.CheckSettings();
    app.Services.OpenViews();
    app.UseProblems();
    app.UseRouting();
    app.UseRequestTimeouts();
    app.UseAccess();
    app.MapReceiving();
    app.MapListing();
    app.MapRevocations();
    app.MapHealth();
    app.MapOpenApi();

    await app.RunAsync();
    return 0;
}
catch (Exception e) when (ViewStart.Explain(e) is { } sentences)
{
    await Console.Error.WriteLineAsync(sentences);
    return 1;
}
