using System.Xml.Linq;
using Distill.Tests.Support;
using Xunit;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Distill.Tests.Deployment;

public sealed class CompositionTests
{
    private const string OurSecrets = "${DISTILL_SECRETS:-./infra/compose/development}/";

    private static readonly Dictionary<string, Dictionary<string, Dictionary<string, object>?>> s_composition = Read();

    [Fact]
    public void What_it_builds_from_and_mounts_is_there()
    {
        var places =
            from service in s_composition["services"].Values
            from volume in service!.TryGetValue("volumes", out var volumes) ? ((List<object>)volumes).Cast<string>() : []
            where volume.StartsWith("./", StringComparison.Ordinal)
            select volume.Split(':')[0];
        var secrets = s_composition["secrets"].Values.Select(secret => ((string)secret!["file"]).Replace(OurSecrets, "infra/compose/development/", StringComparison.Ordinal));

        Assert.All(places.Concat(secrets).Append("infra/Dockerfile"), place => Assert.True(Path.Exists(Repository.PathOf(place)), $"There is no {place}."));
    }

    [Fact]
    public void What_the_program_is_made_of_reaches_the_build()
    {
        var let = File.ReadLines(Repository.PathOf(".dockerignore")).Where(line => line.StartsWith('!')).Select(line => line[1..]).ToList();
        var needed =
            from project in Repository.Files("*.csproj", "src")
            from item in XDocument.Load(Repository.PathOf(project)).Descendants("EmbeddedResource")
            let path = Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Repository.PathOf(project))!, item.Attribute("Include")!.Value)))
            select path;

        Assert.All(let, path => Assert.True(Path.Exists(Repository.PathOf(path)), $".dockerignore lets {path} in, which is not there."));
        Assert.All(needed, path => Assert.True(let.Exists(entry => path.StartsWith(entry, StringComparison.Ordinal)), $".dockerignore keeps {path} out."));
    }

    [Fact]
    public void Nothing_is_published_to_other_machines() => Assert.All(
        s_composition["services"].Values.SelectMany(service => service!.TryGetValue("ports", out var ports) ? ((List<object>)ports).Cast<string>() : []),
        port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));

    [Fact]
    public void Whatever_up_waits_for_has_a_health_check() => Assert.All(
        s_composition["services"].Where(service => !service.Value!.ContainsKey("profiles")),
        service => Assert.True(service.Value!.ContainsKey("healthcheck"), $"{service.Key} has none."));

    [Fact]
    public void Our_containers_are_confined() => Assert.All(
        s_composition["services"].Where(service => ((string)service.Value!["image"]).Contains("DISTILL_IMAGE", StringComparison.Ordinal)),
        service =>
        {
            Assert.Equal("true", service.Value!["read_only"]);
            Assert.Equal(["ALL"], (List<object>)service.Value["cap_drop"]);
        });

    private static Dictionary<string, Dictionary<string, Dictionary<string, object>?>> Read()
    {
        var parser = new MergingParser(new Parser(new StringReader(File.ReadAllText(Repository.PathOf("docker-compose.yml")))));
        var all = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(parser);
        return all.Where(part => !part.Key.StartsWith("x-", StringComparison.Ordinal)).ToDictionary(
            part => part.Key,
            part => ((Dictionary<object, object>)part.Value).ToDictionary(
                entry => (string)entry.Key,
                entry => (entry.Value as Dictionary<object, object>)?.ToDictionary(inner => (string)inner.Key, inner => inner.Value)));
    }
}
