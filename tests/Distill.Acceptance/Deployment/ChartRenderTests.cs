using System.Diagnostics;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Acceptance.Deployment;

/// <summary>
/// The chart's templates, rendered by Go's text/template with sprig as Helm does it, where there is no Helm. What comes out is approved, and
/// <c>Distill.Tests.Deployment.ManifestTests</c> checks it against the kinds of Kubernetes.
/// </summary>
public sealed class ChartRenderTests : IClassFixture<ChartRenderTests.Renderer>
{
    private readonly Renderer _renderer;

    public ChartRenderTests(Renderer renderer) => _renderer = renderer;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("default")]
    [InlineData("minimal", "minimal")]
    [InlineData("full", "full")]
    public async Task The_templates_render_to_what_was_approved(string name, string? values = null)
    {
        var (code, output, error) = await _renderer.RunAsync(values is null ? [] : [Repository.PathOf("tests", "Distill.Tests", "Deployment", "Values", $"{values}.yaml")]);

        Assert.True(code == 0, error);
        Approved.Verify(output, $"Deployment/chart.{name}.yaml");
    }

    [Theory]
    [InlineData("rabbitmq: { enabled: false }\nbroker: { existingSecret: s }", "Where is the broker? Set broker.host, or rabbitmq.enabled to have one made.")]
    [InlineData("rabbitmq: { enabled: false }\nbroker: { host: a.b.svc }", "Who are we to the broker? Set broker.existingSecret to a secret with its user and password.")]
    [InlineData("server: { ingress: { enabled: true } }", "Who may use the server? An ingress needs server.tokenSecret, a secret with the first token.")]
    [InlineData("store: { volume: { enabled: false } }", "Where is the store? Set one of store.address, store.existingSecret and store.volume.enabled, and switch the others off.")]
    [InlineData("store: { address: https://a.blob.core.windows.net/b }", "Where is the store? Set one of store.address, store.existingSecret and store.volume.enabled, and switch the others off.")]
    public async Task Values_that_leave_something_out_are_refused_with_a_sentence(string values, string sentence)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "values.yaml");
        await File.WriteAllTextAsync(file, values, Ct);

        var (code, _, error) = await _renderer.RunAsync([file]);

        Assert.Equal(1, code);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
    }

    /// <summary>Our own few lines of Go, built once.</summary>
    public sealed class Renderer : IDisposable
    {
        private const string Libraries = "/usr/share/gocode";

        private readonly TemporaryFolder _folder = new();
        private readonly Lazy<Task<string>> _program;

        public Renderer() => _program = new(BuildAsync);

        public async Task<(int Code, string Output, string Error)> RunAsync(string[] values)
        {
            Assert.SkipUnless(
                Directory.Exists(Path.Combine(Libraries, "src", "github.com", "Masterminds", "sprig")) && File.Exists("/usr/bin/go"),
                "Needs Go and sprig: apt-get install golang-go golang-github-masterminds-sprig-dev golang-k8s-sigs-yaml-dev, as ./test does.");
            return await ProcessAsync(new(await _program.Value, [Repository.PathOf("charts", "distill"), "demo", "distill", .. values]));
        }

        public void Dispose() => _folder.Dispose();

        private async Task<string> BuildAsync()
        {
            var program = Path.Combine(_folder.Path, "render");
            var start = new ProcessStartInfo("/usr/bin/go", ["build", "-o", program, "."]) { WorkingDirectory = Repository.PathOf("tests", "Distill.Acceptance", "Deployment", "render") };
            // Debian's libraries and nothing from the network.
            (start.Environment["GO111MODULE"], start.Environment["GOPATH"], start.Environment["GOFLAGS"]) = ("off", Libraries, "");
            start.Environment["GOCACHE"] = Path.Combine(_folder.Path, "cache");
            var (code, _, error) = await ProcessAsync(start);
            return code == 0 ? program : throw new InvalidOperationException($"The renderer does not build: {error}");
        }

        private static async Task<(int Code, string Output, string Error)> ProcessAsync(ProcessStartInfo start)
        {
            (start.RedirectStandardError, start.RedirectStandardOutput) = (true, true);
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync(Ct);
            var output = await process.StandardOutput.ReadToEndAsync(Ct);
            await process.WaitForExitAsync(Ct);
            return (process.ExitCode, output, await error);
        }
    }
}
