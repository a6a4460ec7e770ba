using FlixTube.Testing.Programs;

namespace FlixTube.Testing.Servers.Azurite;

/// <summary>Azurite, the emulator of Azure Blob Storage: a process of its own on a free port, with its data in a folder that goes away.</summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    /// <summary>The account that every Azurite has.</summary>
    public const string AccountName = "devstoreaccount1";

    /// <summary>Its key, which is published and no secret.</summary>
    public const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private const string Listening = "successfully listens on ";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly ChildProcess _process;
    private readonly TemporaryFolder _folder;

    private AzuriteServer(ChildProcess process, TemporaryFolder folder, Uri serviceUri)
    {
        _process = process;
        _folder = folder;
        ServiceUri = serviceUri;
    }

    /// <summary>The address of the account's blob service.</summary>
    public Uri ServiceUri { get; }

    public string ConnectionString => ConnectionStringFor(ServiceUri);

    /// <summary>What it has written so far: a line for each request.</summary>
    public string Log => _process.Transcript;

    /// <summary>The connection string of the same account at another address, such as that of a proxy.</summary>
    public static string ConnectionStringFor(Uri serviceUri) =>
        $"DefaultEndpointsProtocol={serviceUri.Scheme};AccountName={AccountName};AccountKey={AccountKey};BlobEndpoint={serviceUri};";

    /// <summary>Starts a server over http, or over https where it takes bearer tokens too (whose signature it does not check).</summary>
    /// <param name="certificate">Makes it https: a certificate with its private key for 127.0.0.1.</param>
    public static async Task<AzuriteServer> StartAsync(PemCertificate? certificate = null)
    {
        var node = Tool.Require("node", "apt-get install nodejs");
        var program = Tool.Require(
            Repository.PathOf("tests", "servers", "azurite", "node_modules", "azurite", "dist", "src", "blob", "main.js"), "tests/servers/azurite/install.sh");
        var encodedNames = Repository.PathOf("tests", "servers", "azurite", "encoded-names.js");

        var folder = new TemporaryFolder();
        ChildProcess? process = null;
        try
        {
            List<string> arguments = ["--require", encodedNames, program, "--blobHost", "127.0.0.1", "--blobPort", "0", "--location", folder.FullPath, "--disableTelemetry"];
            if (certificate is not null)
            {
                await File.WriteAllTextAsync(folder.PathOf("cert.pem"), certificate.Certificate);
                await File.WriteAllTextAsync(folder.PathOf("key.pem"), certificate.PrivateKey);
                arguments.AddRange(["--oauth", "basic", "--cert", folder.PathOf("cert.pem"), "--key", folder.PathOf("key.pem")]);
            }

            process = ChildProcess.Start(node, arguments, folder.FullPath, folder: folder);
            var line = await process.LineAsync(line => line.Contains(Listening, StringComparison.Ordinal), StartLimit);
            var address = line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..].Trim();
            return new AzuriteServer(process, folder, new Uri($"{address}/{AccountName}"));
        }
        catch
        {
            if (process is not null)
                await process.DisposeAsync();

            folder.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }
}
