using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FlixTube.Testing.Servers.Azurite;

/// <summary>A certificate that nobody but the test trusts, in the form that servers read.</summary>
/// <param name="Certificate">In PEM.</param>
/// <param name="PrivateKey">In PEM.</param>
/// <param name="Thumbprint">To know it by.</param>
public sealed record PemCertificate(string Certificate, string PrivateKey, string Thumbprint)
{
    /// <summary>Makes one for 127.0.0.1 that is valid for an hour.</summary>
    public static PemCertificate ForLoopback()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddHours(1));
        return new PemCertificate(certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem(), certificate.Thumbprint);
    }
}
