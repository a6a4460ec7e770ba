using FlixTube.Host.Commands;
using FlixTube.Host.Configuration;
using FlixTube.Host.Gateway;
using FlixTube.Host.Health;
using FlixTube.Host.Library;
using FlixTube.Host.Management;
using FlixTube.Host.Page;
using FlixTube.Host.Playback;
using FlixTube.Host.Problems;
using FlixTube.Host.Streaming;
using FlixTube.Host.Viewing;
using FlixTube.Messaging.Revoked;
using FlixTube.Service.Access;
using FlixTube.Service.Access.Revocation;
using FlixTube.Service.Configuration;
using FlixTube.Service.Configuration.Live;
using FlixTube.Service.Health;
using FlixTube.Service.Problems;
using FlixTube.Service.Telemetry;

if (CommandLine.Asks(args))
    return await CommandRun.RunAsync(args);

PooledPieces.KeepMany();

try
{
    var builder = ServiceStart.CreateBuilder(args, PageFiles.Root);
    builder.AddStores();
    builder.AddCatalog();
    builder.ListenOnPort(ListenAddress.HostPort);
    builder.AddTelemetry("video-storage");
    builder.AddLimits();
    builder.AddViewing();

    builder.Services.AddVideoProblems();
    builder.Services.AddAccess();
    builder.Services.AddRevocationBroker();
    builder.Services.AddStreaming();
    builder.Services.AddLibrary();
    builder.Services.AddPlayback();
    builder.Services.AddGateway();
    builder.Services.AddManagement();
    builder.Services.AddHealth();
    builder.Services.AddOpenApi();

    var app = builder.Build();
    app.Services.LogLiveFiles();
    app.Services.CheckSettings();
    app.Services.OpenStore();
    app.UseProblems();
    app.UsePage();
    app.UseRouting();
    app.UseRequestTimeouts();
    app.UseAccess();
    app.MapLibrary();
    app.MapPlayback();
    app.MapRevocations();
    app.MapGateway();
    app.MapManagement();
    app.MapHealth();
    app.MapOpenApi();

    await app.RunAsync();
    return 0;
}
catch (Exception e) when (StoreStart.Explain(e) is { } sentences)
{
    await Console.Error.WriteLineAsync(sentences);
    return 1;
}
