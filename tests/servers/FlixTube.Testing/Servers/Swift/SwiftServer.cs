using System.Text;
using System.Text.Json;
using FlixTube.Testing.Programs;
using NUnit.Framework;

namespace FlixTube.Testing.Servers.Swift;

/// <summary>
/// OpenStack Swift as an S3 server, in a process of its own, with a folder and a port of its own. It verifies signatures
/// (region us-east-1), and what it stores lives as long as it does. Its own interface (not S3's) is there for what a test
/// does behind the back of the store under test.
/// </summary>
public sealed class SwiftServer : IAsyncDisposable
{
    public const string AccessKey = "test:tester";
    public const string SecretKey = "testing-secret";

    private const string Listening = "S3 listening on ";
    private const string HowToInstall = "tests/servers/swift/install.sh";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder;
    private readonly ChildProcess _process;
    private readonly HttpClient _client = new();
    private readonly Uri _storage;

    private SwiftServer(TemporaryFolder folder, ChildProcess process, Uri address, Uri storage, string token)
    {
        _folder = folder;
        _process = process;
        Address = address;
        _storage = storage;
        _client.DefaultRequestHeaders.Add("X-Auth-Token", token);
    }

    /// <summary>Where S3 is spoken: an address of the path style, HTTP, loopback.</summary>
    public Uri Address { get; }

    /// <summary>What the server has written so far.</summary>
    public string Transcript => _process.Transcript;

    /// <summary>Starts a server and waits until it answers; without one on the machine the test is skipped, under <c>CI=true</c> failed.</summary>
    /// <param name="atomicConditions">
    /// Swift refuses If-Match on uploads and does not decide If-None-Match atomically. This gives it both, as Amazon S3 has them.
    /// </param>
    public static async Task<SwiftServer> StartAsync(bool atomicConditions = false)
    {
        var server = Repository.PathOf("tests", "servers", "swift");
        Require(Path.Combine(server, "unpacked", "complete"));

        var folder = new TemporaryFolder();
        ChildProcess? process = null;
        try
        {
            string[] arguments = ["--data", folder.FullPath, "--user", AccessKey, "--secret", SecretKey];
            process = ChildProcess.Start(
                Path.Combine(server, "run.sh"), atomicConditions ? [.. arguments, "--atomic-conditions"] : arguments, folder.FullPath, folder: folder);
            var line = await process.LineAsync(line => line.StartsWith(Listening, StringComparison.Ordinal), StartLimit);
            var address = new Uri(line[Listening.Length..].Trim());
            var (storage, token) = await SignInAsync(address);
            return new SwiftServer(folder, process, address, storage, token);
        }
        catch
        {
            if (process is not null)
                await process.DisposeAsync();
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Makes a bucket of a new name.</summary>
    public async Task<string> CreateBucketAsync()
    {
        var bucket = $"videos-{Guid.NewGuid():n}";
        using var answer = await _client.PutAsync(Name(bucket), content: null);
        answer.EnsureSuccessStatusCode();
        return bucket;
    }

    /// <summary>Puts an object into a bucket, without metadata; its content type is the one that its name suggests to Swift.</summary>
    /// <returns>Whether the server takes an object of this name.</returns>
    public async Task<bool> TryPutAsync(string bucket, string key, ReadOnlyMemory<byte> bytes, string? contentType = null)
    {
        using var content = new ReadOnlyMemoryContent(bytes);
        if (contentType is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var answer = await _client.PutAsync(Name(bucket, key), content);
        return answer.IsSuccessStatusCode;
    }

    /// <summary>
    /// Puts a very long object of zeros into a bucket, but for some bytes: a manifest that names one segment of zeros again
    /// and again.
    /// </summary>
    public async Task PutSparseAsync(string bucket, string key, long length, IReadOnlyDictionary<long, byte> marks)
    {
        const int ZerosLength = 16 * 1024 * 1024;
        var segments = await CreateBucketAsync();
        await TryPutAsync(segments, "zeros", new byte[ZerosLength]);

        var manifest = new List<Dictionary<string, string>>();
        var position = 0L;
        foreach (var (offset, value) in marks.OrderBy(mark => mark.Key))
        {
            AddZeros(offset - position);
            var name = $"mark-{offset}";
            await TryPutAsync(segments, name, new[] { value });
            manifest.Add(new() { ["path"] = $"/{segments}/{name}" });
            position = offset + 1;
        }
        AddZeros(length - position);

        using var content = new StringContent(JsonSerializer.Serialize(manifest), Encoding.UTF8);
        using var answer = await _client.PutAsync(new Uri(Name(bucket, key).AbsoluteUri + "?multipart-manifest=put"), content);
        answer.EnsureSuccessStatusCode();

        void AddZeros(long count)
        {
            for (; count > 0; count -= ZerosLength)
            {
                manifest.Add(count >= ZerosLength
                    ? new() { ["path"] = $"/{segments}/zeros" }
                    : new() { ["path"] = $"/{segments}/zeros", ["range"] = $"0-{count - 1}" });
            }
        }
    }

    /// <summary>Ends the server and deletes what it stored.</summary>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.DisposeAsync();
        _folder.Dispose();
        if (_process.Transcript is { Length: > 0 } transcript)
            await TestContext.Out.WriteLineAsync($"Swift wrote:\n{transcript}");
    }

    private static void Require(string file)
    {
        if (File.Exists(file))
            return;

        const string Message = "This test needs OpenStack Swift. To fetch it: " + HowToInstall;
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
            Assert.Fail(Message);
        Assert.Ignore(Message);
    }

    private static async Task<(Uri Storage, string Token)> SignInAsync(Uri address)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, "/auth/v1.0"));
        request.Headers.Add("X-Storage-User", AccessKey);
        request.Headers.Add("X-Storage-Pass", SecretKey);
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return (new Uri(answer.Headers.GetValues("X-Storage-Url").Single()), answer.Headers.GetValues("X-Auth-Token").Single());
    }

    private Uri Name(string bucket, string? key = null)
    {
        var path = key is null ? bucket : $"{bucket}/{string.Join('/', key.Split('/').Select(Uri.EscapeDataString))}";
        return new Uri($"{_storage.AbsoluteUri}/{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
    }
}
