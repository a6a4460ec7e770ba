using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using FlixTube.Testing.Programs;
using NUnit.Framework;

namespace FlixTube.Testing.Servers.Gcs;

/// <summary>Google's Cloud Storage emulator on a free port, with an empty folder that goes away with it. Safe for concurrent use.</summary>
public sealed class GcsEmulator : IAsyncDisposable
{
    private const string Listening = "listening on ";
    private const string Install = "tests/servers/gcs/install.sh";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly ChildProcess _process;
    private readonly TemporaryFolder _folder;
    private readonly HttpClient _client;

    private GcsEmulator(ChildProcess process, TemporaryFolder folder, Uri address)
    {
        _process = process;
        _folder = folder;
        Address = address;
        _client = new HttpClient { BaseAddress = address };
    }

    /// <summary>Where it listens, with a slash at the end.</summary>
    public Uri Address { get; }

    /// <summary>What it has written so far.</summary>
    public string Log => _process.Transcript;

    /// <summary>Starts it, or skips the test when it is not installed (see <see cref="Tool"/>).</summary>
    /// <param name="publicKey">The key (PEM) by which signed links are checked; any link is good when it is null.</param>
    public static async Task<GcsEmulator> StartAsync(string? publicKey = null)
    {
        var node = Tool.Require("node", "apt-get install nodejs");
        RequireInstalled();

        var folder = new TemporaryFolder();
        ChildProcess? process = null;
        try
        {
            string[] arguments = [Repository.PathOf("tests", "servers", "gcs", "emulator.js"), "--data", folder.PathOf("data")];
            if (publicKey is not null)
            {
                await File.WriteAllTextAsync(folder.PathOf("key.pem"), publicKey);
                arguments = [.. arguments, "--certificate", folder.PathOf("key.pem")];
            }

            process = ChildProcess.Start(node, arguments, folder.FullPath, folder: folder);
            var line = await process.LineAsync(line => line.StartsWith(Listening, StringComparison.Ordinal), StartLimit);
            return new GcsEmulator(process, folder, new Uri(line[Listening.Length..] + "/"));
        }
        catch
        {
            if (process is not null)
                await process.DisposeAsync();

            folder.Dispose();
            throw;
        }
    }

    /// <summary>Makes an empty bucket.</summary>
    public async Task CreateBucketAsync(string bucket)
    {
        using var response = await _client.PostAsJsonAsync("storage/v1/b?project=flixtube-tests", new { name = bucket });
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Makes an object as another program would.</summary>
    /// <param name="properties">Further fields of the object's resource, such as <c>contentEncoding</c>.</param>
    public async Task PutObjectAsync(string bucket, string name, ReadOnlyMemory<byte> content, IReadOnlyDictionary<string, object>? properties = null)
    {
        var resource = new Dictionary<string, object>(properties ?? new Dictionary<string, object>()) { ["name"] = name };
        using var media = new ReadOnlyMemoryContent(content);
        media.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var body = new MultipartContent("related") { JsonContent.Create(resource), media };
        using var response = await _client.PostAsync($"upload/storage/v1/b/{bucket}/o?uploadType=multipart", body);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Makes an object of zeros, but for <paramref name="marks"/> (by offset), of any length.</summary>
    public async Task PutSparseObjectAsync(string bucket, string name, long length, IReadOnlyDictionary<long, byte> marks)
    {
        using var response = await _client.PostAsJsonAsync("internal/sparse", new { bucket, name, length, marks });
        response.EnsureSuccessStatusCode();
    }

    /// <summary>The names of all objects whose names begin like this, in order.</summary>
    public async Task<string[]> ListObjectsAsync(string bucket, string prefix = "")
    {
        var page = await _client.GetFromJsonAsync<JsonElement>($"storage/v1/b/{bucket}/o?prefix={Uri.EscapeDataString(prefix)}");
        return page.TryGetProperty("items", out var items)
            ? [.. items.EnumerateArray().Select(item => item.GetProperty("name").GetString()!)]
            : [];
    }

    /// <summary>An object's resource.</summary>
    public Task<JsonElement> GetObjectAsync(string bucket, string name) =>
        _client.GetFromJsonAsync<JsonElement>($"storage/v1/b/{bucket}/o/{Uri.EscapeDataString(name)}");

    /// <summary>Ends it and deletes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.DisposeAsync();
        _folder.Dispose();
    }

    private static void RequireInstalled()
    {
        if (File.Exists(Repository.PathOf("tests", "servers", "gcs", "node_modules", ".package-lock.json")))
            return;

        const string Message = $"This test needs Google's Cloud Storage emulator. To install it: {Install}";
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
            Assert.Fail(Message);

        Assert.Ignore(Message);
    }
}
