using System.Globalization;
using System.Security.Cryptography;
using FlixTube.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// Which provider answers is configuration; nothing below knows it.
var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddVideoStorage(builder.Configuration).AddAzure().AddGcp().AddS3();
using var host = builder.Build();
var videos = host.Services.GetRequiredKeyedService<IVideoStore>(VideoStorage.ServiceName);
Console.WriteLine($"provider {videos.Capabilities.Provider}");

var file = builder.Configuration["Video"] ?? throw new InvalidOperationException("Which video? Say --Video=FILE.");
var path = VideoPath.Parse("consumer/" + Path.GetFileName(file));
await using (var content = File.OpenRead(file))
{
    var written = await videos.WriteAsync(path, content);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"written {written.Path} {written.Length} {written.ContentType} {written.ContentHash}"));
}

var range = new MemoryStream();
await videos.ReadToAsync(path, range, new ReadOptions { Range = ByteRange.Slice(1000, 5000) });
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"read {range.Length} {Convert.ToHexStringLower(SHA256.HashData(range.ToArray()))}"));

await foreach (var video in videos.ListAsync("consumer/"))
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"listed {video.Path} {video.Length}"));

await videos.DeleteAsync(path);
Console.WriteLine(await videos.FindPropertiesAsync(path) is null ? "deleted" : "still there");
