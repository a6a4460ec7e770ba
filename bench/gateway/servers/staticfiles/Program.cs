using Microsoft.Extensions.FileProviders;

// ASP.NET Core's own way to serve a folder of videos: the folder is the first argument, the address the second.
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls(args[1]);
var app = builder.Build();
app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(args[0]) });
app.Run();
