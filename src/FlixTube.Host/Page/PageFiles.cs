using System.Collections.Frozen;
using Microsoft.AspNetCore.StaticFiles;

namespace FlixTube.Host.Page;

/// <summary>The page for people: three files beside the program.</summary>
internal static class PageFiles
{
    /// <summary>Takes the files from beside the program, wherever it is started.</summary>
    public static string Root => Path.Combine(AppContext.BaseDirectory, "wwwroot");

    private static readonly FrozenSet<string> Names =
        Directory.EnumerateFiles(Root).Select(static file => "/" + Path.GetFileName(file)).Append("/").ToFrozenSet(StringComparer.Ordinal);

    public static void UsePage(this IApplicationBuilder app)
    {
        // Each look for a file is a call to the system, which other requests need not make.
        app.UseWhen(static context => Names.Contains(context.Request.Path.Value!), static page =>
        {
            page.UseDefaultFiles();
            page.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = Protect });
        });
    }

    private static void Protect(StaticFileResponseContext file)
    {
        var headers = file.Context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-cache";
    }
}
