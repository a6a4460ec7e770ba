using FlixTube.Host.Access;
using FlixTube.Host.Commands;
using FlixTube.Host.Configuration;
using FlixTube.Host.Configuration.Live;
using FlixTube.Host.Gateway;
using FlixTube.Host.Health;
using FlixTube.Host.Library;
using FlixTube.Host.Management;
using FlixTube.Host.Page;
using FlixTube.Host.Problems;
using FlixTube.Host.Streaming;

if (CommandLine.Asks(args))
    return await CommandRun.RunAsync(args);

PooledPieces.KeepMany();

try
{
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, WebRootPath = PageFiles.Root });
    builder.AddStores();
    builder.AddCatalog();
    builder.ListenOnPort();
    builder.AddLimits();

    builder.Services.AddProblems();
    builder.Services.AddAccess();
    builder.Services.AddStreaming();
    builder.Services.AddLibrary();
    builder.Services.AddGateway();
    builder.Services.AddManagement();
    builder.Services.AddHealth();
    builder.Services.AddOpenApi();

    var app = builder.Build();
    app.Services.LogLiveFiles();
    app.Services.CheckSettings();
    app.UseProblems();
    app.UsePage();
    app.UseRouting();
    app.UseRequestTimeouts();
    app.UseAccess();
    app.MapLibrary();
    app.MapGateway();
    app.MapManagement();
    app.MapHealth();
    app.MapOpenApi();

    await app.RunAsync();
    return 0;
}
catch (Exception e) when (StartFailure.Explain(e) is { } sentences)
{
    await Console.Error.WriteLineAsync(sentences);
    return 1;
}
