using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Distill.Pipeline.Messaging;
using Distill.Pipeline.Workers;
using Distill.Tests.Conventions;
using Distill.Tests.Support;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Distill.Tests.Deployment;

/// <summary>The approved manifests of the chart; the acceptance tests see to it that the templates still render to them.</summary>
public sealed class ManifestTests
{
    public static TheoryData<string> Names => ["default", "minimal", "full"];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_manifest_has_the_keys_and_values_that_its_kind_knows(string name)
    {
        var shapes = Shapes.Read();

        Convention.Holds($"Manifests of chart.{name}.yaml.txt fit shapes.yaml.", Documents(name).SelectMany(document =>
        {
            var kind = $"{Text(document, "apiVersion")} {Text(document, "kind")}";
            return shapes["definitions"]![kind] is JsonObject shape
                ? SchemaCheck.Problems(document, shape, shapes, $"{kind} {Text(document["metadata"], "name")}")
                : [$"{kind} is no known kind"];
        }));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Names_are_used_once_and_what_refers_to_them_finds_them(string name)
    {
        var documents = Documents(name);
        var ids = documents.Select(document => $"{Text(document, "kind")} {Text(document["metadata"], "name")}").ToList();
        Assert.Equal(ids.Distinct(), ids);

        foreach (var scaled in documents.Where(document => Text(document, "kind") == "ScaledObject"))
        {
            Assert.Contains($"Deployment {Text(scaled["spec"]["scaleTargetRef"], "name")}", ids);
            Assert.Contains($"TriggerAuthentication {Text(scaled["spec"]["triggers"][0]["authenticationRef"], "name")}", ids);
        }

        Assert.All(documents.Where(document => Text(document, "kind") == "Deployment"), deployment =>
        {
            // A selector that finds no pod, or those of another role, is accepted by every cluster.
            var (labels, selector) = (Strings(deployment["spec"]["template"]["metadata"]["labels"]), Strings(deployment["spec"]["selector"]["matchLabels"]));
            Assert.All(selector, wanted => Assert.Equal(wanted.Value, labels[wanted.Key]));
            Assert.Contains("app.kubernetes.io/component", selector.Keys);
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_container_is_confined_and_every_volume_is_there(string name) => Assert.All(Pods(name), pod =>
    {
        Assert.Equal("true", Text(pod["securityContext"], "runAsNonRoot"));
        var volumes = ((YamlSequenceNode)pod["volumes"]).Select(volume => Text(volume, "name")).ToList();
        Assert.All((YamlSequenceNode)pod["containers"], container =>
        {
            Assert.Equal("true", Text(container["securityContext"], "readOnlyRootFilesystem"));
            Assert.Equal("false", Text(container["securityContext"], "allowPrivilegeEscalation"));
            Assert.NotNull(SchemaCheck.Find(container["resources"], "limits"));
            Assert.All((YamlSequenceNode)container["volumeMounts"], mount => Assert.Contains(Text(mount, "name"), volumes));
        });
    });

    [Fact]
    public void Autoscaling_counts_the_queues_of_a_role_and_no_others()
    {
        var machines = new[] { "x64-avx2", Routes.Any };
        foreach (var (deployment, role) in new[] { ("demo-teachers", WorkerRoles.Teacher), ("demo-students", WorkerRoles.Student) })
        {
            var scaled = Documents("default").Single(document => Text(document, "kind") == "ScaledObject" && Text(document["metadata"], "name") == deployment);
            var pattern = new Regex(Text(scaled["spec"]["triggers"][0]["metadata"], "queueName"));
            var queues = machines.SelectMany(machine => WorkKind.All.SelectMany(kind => kind.Queues(machine, ProtocolVersions.Spoken).Select(queue => (kind.Role, Name: $"{queue}")))).ToList();

            Assert.NotEmpty(queues);
            Assert.All(queues, queue => Assert.Equal(queue.Role == role, pattern.IsMatch(queue.Name)));
            Assert.All(queues, queue => Assert.DoesNotMatch(pattern, queue.Name + "_error"));
            Assert.All([QueueName.Dead, QueueName.Faults, QueueName.Ends], queue => Assert.DoesNotMatch(pattern, queue));
        }
    }

    private static List<YamlNode> Documents(string name)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(Repository.PathOf("tests", "Distill.Tests", "Approved", "Deployment", $"chart.{name}.yaml.txt"))));
        return [.. yaml.Documents.Select(document => document.RootNode)];
    }

    private static IEnumerable<YamlNode> Pods(string name) => Documents(name).Where(document => Text(document, "kind") is "Deployment" or "Pod")
        .Select(document => Text(document, "kind") == "Pod" ? document["spec"] : document["spec"]["template"]["spec"]);

    private static string Text(YamlNode node, string key) => ((YamlScalarNode)node[key]).Value!;

    private static Dictionary<string, string> Strings(YamlNode node) =>
        ((YamlMappingNode)node).Children.ToDictionary(child => ((YamlScalarNode)child.Key).Value!, child => ((YamlScalarNode)child.Value).Value!);
}
