using System.Text.RegularExpressions;
using Distill.Tests.Support;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Distill.Acceptance.Deployment;

/// <summary><c>docker-compose.yml</c> as data, with its variables at their defaults.</summary>
internal sealed partial class Composition
{
    private Composition(Dictionary<string, Service> services, Dictionary<string, Secret> secrets) => (Services, Secrets) = (services, secrets);

    public IReadOnlyDictionary<string, Service> Services { get; }

    public IReadOnlyDictionary<string, Secret> Secrets { get; }

    /// <summary>The services that <c>docker compose up</c> starts without a profile.</summary>
    public IEnumerable<KeyValuePair<string, Service>> Started => Services.Where(service => service.Value.Profiles.Count == 0);

    public static Composition Read()
    {
        var text = Variable().Replace(File.ReadAllText(Repository.PathOf("docker-compose.yml")), match => match.Groups["default"].Value);
        var yaml = new DeserializerBuilder().IgnoreUnmatchedProperties().Build();
        var file = yaml.Deserialize<Content>(new MergingParser(new Parser(new StringReader(text))));
        return new(file.Services, file.Secrets);
    }

    [GeneratedRegex(@"\$\{\w+:-(?<default>[^}]*)\}")]
    private static partial Regex Variable();

    /// <summary>One service, as far as processes can follow it.</summary>
    public sealed class Service
    {
        [YamlMember(Alias = "image")]
        public string Image { get; set; } = "";

        [YamlMember(Alias = "command")]
        public List<string> Command { get; set; } = [];

        [YamlMember(Alias = "environment")]
        public Dictionary<string, string> Environment { get; set; } = [];

        [YamlMember(Alias = "profiles")]
        public List<string> Profiles { get; set; } = [];

        [YamlMember(Alias = "healthcheck")]
        public HealthCheck? HealthCheck { get; set; }

        [YamlMember(Alias = "deploy")]
        public Deployment Deploy { get; set; } = new();
    }

    public sealed class HealthCheck
    {
        [YamlMember(Alias = "test")]
        public List<string> Test { get; set; } = [];
    }

    public sealed class Deployment
    {
        [YamlMember(Alias = "replicas")]
        public int Replicas { get; set; } = 1;
    }

    public sealed class Secret
    {
        [YamlMember(Alias = "file")]
        public string File { get; set; } = "";
    }

    private sealed class Content
    {
        [YamlMember(Alias = "services")]
        public Dictionary<string, Service> Services { get; set; } = [];

        [YamlMember(Alias = "secrets")]
        public Dictionary<string, Secret> Secrets { get; set; } = [];
    }
}
