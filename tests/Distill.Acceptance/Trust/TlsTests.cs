using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Distill.Acceptance.Servers;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Acceptance.Trust;

/// <summary>A broker that speaks TLS, with a certificate of an authority that the machine knows or does not know.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Workers_reach_a_broker_over_tls_if_they_trust_its_certificate_and_say_so_if_not()
    {
        WriteCertificates();
        var port = FreePort.Several(1)[0];
        await using var server = await RabbitMqServer.StartAsync(
            Ct, $"listeners.ssl.1 = 127.0.0.1:{port}", $"ssl_options.cacertfile = {_folder.File("ca.pem")}", $"ssl_options.certfile = {_folder.File("broker.pem")}",
            $"ssl_options.keyfile = {_folder.File("broker.key")}", "ssl_options.versions.1 = tlsv1.2");

        using var trusting = Worker(port, _folder.File("ca.pem"));
        using var strange = Worker(port, authorities: null);

        Assert.True(await trusting.SeesAsync(line => line.Contains($"takes work from amqps://localhost:{port}", StringComparison.Ordinal), Ct), trusting.Latest);
        var (code, _) = await strange.EndAsync(Ct);
        Assert.Equal(3, code);
        Assert.True(strange.Latest.StartsWith($"The broker amqps://localhost:{port} cannot be reached: ", StringComparison.Ordinal) && strange.Latest.Contains("certificate", StringComparison.Ordinal), strange.Latest);
    }

    private DistillProcess Worker(int port, string? authorities)
    {
        var environment = new Dictionary<string, string> { ["DISTILL__Broker"] = $"amqps://localhost:{port}", ["DISTILL__Cache"] = _folder.File("cache") };
        if (authorities is not null)
        {
            environment["SSL_CERT_FILE"] = authorities;
        }

        return new(_folder.File("store"), environment, "worker", "student");
    }

    private void WriteCertificates()
    {
        var (from, to) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var authorityKey = RSA.Create(2048);
        var authority = new CertificateRequest("CN=an authority", authorityKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using var root = authority.CreateSelfSigned(from, to);
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(root, from, to, [1, 2, 3, 4, 5, 6, 7, 8]);
        File.WriteAllText(_folder.File("ca.pem"), root.ExportCertificatePem());
        File.WriteAllText(_folder.File("broker.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(_folder.File("broker.key"), key.ExportPkcs8PrivateKeyPem());
    }
}
