using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using FlixTube.Storage;
using Microsoft.Net.Http.Headers;

namespace FlixTube.Host.Viewing;

/// <summary>Who watches: the subject of the token when there is one, else what a connection and a browser show.</summary>
internal static class Viewer
{
    /// <summary>
    /// A viewer and a video as a number that says nothing of either: addresses are not kept. What proxies say of an address
    /// is taken as it is, for nothing is allowed by it.
    /// </summary>
    public static UInt128 Of(HttpContext context, VideoPath path)
    {
        var headers = context.Request.Headers;
        var viewer = context.User.FindFirst("sub")?.Value is { } subject
            ? $"token\n{subject}"
            : $"address\n{context.Connection.RemoteIpAddress}\n{headers["Forwarded"]}\n{headers["X-Forwarded-For"]}\n{headers[HeaderNames.UserAgent]}";
        return BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{path.Value}\n{viewer}")));
    }
}
