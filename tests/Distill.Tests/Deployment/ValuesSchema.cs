using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Distill.Tests.Deployment;

/// <summary>
/// <c>values.schema.json</c> as it follows from <c>values.yaml</c>: a value's type is its default's, its description the comment above it. What
/// a default cannot say stands here.
/// </summary>
internal static partial class ValuesSchema
{
    private const string Quantity = @"^[0-9]+(\.[0-9]+)?(m|k|M|G|T|Ki|Mi|Gi|Ti)?$";

    private static readonly JsonSerializerOptions s_options = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // The end of a path, and what is said of it beside the type.
    private static readonly (string End, string Json)[] s_more =
    [
        ("image.pullPolicy", """{ "enum": ["Always", "IfNotPresent", "Never"] }"""),
        ("pullSecrets", """{ "items": { "type": "string" } }"""),
        ("ort", """{ "minimum": 1, "maximum": 65535 }"""),
        ("usernameKey", """{ "pattern": "^[-._a-zA-Z0-9]+$" }"""),
        ("passwordKey", """{ "pattern": "^[-._a-zA-Z0-9]+$" }"""),
        ("tokenKey", """{ "pattern": "^[-._a-zA-Z0-9]+$" }"""),
        ("secretKey", """{ "pattern": "^[-._a-zA-Z0-9]+$" }"""),
        ("rabbitmq.replicas", """{ "minimum": 1 }"""),
        ("replicas", """{ "minimum": 0 }"""),
        ("service.type", """{ "enum": ["ClusterIP", "LoadBalancer", "NodePort"] }"""),
        ("slots", """{ "minimum": 0 }"""),
        ("runs", """{ "minimum": 0 }"""),
        ("verify", """{ "minimum": 0, "maximum": 1 }"""),
        ("stale", """{ "minimum": 1 }"""),
        ("count", """{ "minimum": 0 }"""),
        ("terminationGracePeriodSeconds", """{ "minimum": 10 }"""),
        (".size", $$"""{ "pattern": {{JsonSerializer.Serialize(Quantity)}} }"""),
        (".storage", $$"""{ "pattern": {{JsonSerializer.Serialize(Quantity)}} }"""),
        ("limit", """{ "pattern": "^[0-9]+(\\.[0-9]+)? ?(KB|MB|GB|TB)$" }"""),
        ("minReplicas", """{ "minimum": 0 }"""),
        ("maxReplicas", """{ "minimum": 1 }"""),
        ("messagesPerWorker", """{ "minimum": 1 }"""),
        ("pollingInterval", """{ "minimum": 1 }"""),
        ("cooldownPeriod", """{ "minimum": 0 }"""),
        ("scaleDownWindow", """{ "minimum": 0, "maximum": 3600 }"""),
        ("maxUnavailable", """{ "type": ["integer", "string"], "pattern": "^[0-9]+%?$" }"""),
        ("interval", """{ "pattern": "^[0-9]+(ms|s|m)$" }"""),
        ("timeout", """{ "minimum": 1 }"""),
        ("nnotations", """{ "additionalProperties": { "type": "string" } }"""),
        ("Labels", """{ "additionalProperties": { "type": "string" } }"""),
        ("nodeSelector", """{ "additionalProperties": { "type": "string" } }"""),
        ("monitoring.labels", """{ "additionalProperties": { "type": "string" } }"""),
        ("extraEnv", """{ "additionalProperties": { "type": "string" } }"""),
        ("overrides", """{ "additionalProperties": { "type": ["string", "number", "boolean"] } }"""),
        ("tolerations", """{ "items": { "type": "object" } }"""),
        ("webhooks", """{ "items": { "type": "string" } }"""),
        ("storePorts", """{ "items": { "type": "integer", "minimum": 1, "maximum": 65535 } }"""),
        ("extraEgress", """{ "items": { "type": "object" } }"""),
    ];

    public static string Write(string values)
    {
        var descriptions = Descriptions(values.Split('\n'));
        var yaml = new YamlStream();
        yaml.Load(new StringReader(values));
        var schema = Of(yaml.Documents[0].RootNode, "", descriptions);
        schema.Insert(0, "$schema", "http://json-schema.org/draft-07/schema#");
        schema.Insert(1, "title", "Values of the chart distill");
        return schema.ToJsonString(s_options) + "\n";
    }

    private static JsonObject Of(YamlNode node, string path, Dictionary<string, string> descriptions)
    {
        var schema = new JsonObject();
        if (descriptions.TryGetValue(path, out var description))
        {
            schema["description"] = description;
        }

        schema["type"] = TypeOf(node);
        if (node is YamlMappingNode map && description is null)
        {
            schema["additionalProperties"] = false;
            schema["properties"] = new JsonObject(map.Children.Select(child =>
            {
                var name = ((YamlScalarNode)child.Key).Value!;
                return KeyValuePair.Create(name, (JsonNode?)Of(child.Value, path.Length == 0 ? name : $"{path}.{name}", descriptions));
            }));
            // Helm hands these down to every chart, whether it wants them or not.
            if (path.Length == 0)
            {
                schema["properties"]!["global"] = new JsonObject { ["type"] = "object" };
            }
        }

        if (s_more.FirstOrDefault(more => path.EndsWith(more.End, StringComparison.Ordinal)) is { Json: { } json } && description is not null)
        {
            foreach (var (keyword, value) in JsonNode.Parse(json)!.AsObject())
            {
                schema[keyword] = value!.DeepClone();
            }
        }

        return schema;
    }

    private static string TypeOf(YamlNode node) => node switch
    {
        YamlMappingNode => "object",
        YamlSequenceNode => "array",
        YamlScalarNode { Style: not ScalarStyle.Plain } => "string",
        YamlScalarNode { Value: "true" or "false" } => "boolean",
        YamlScalarNode text when int.TryParse(text.Value, CultureInfo.InvariantCulture, out _) => "integer",
        YamlScalarNode text when double.TryParse(text.Value, CultureInfo.InvariantCulture, out _) => "number",
        _ => "string",
    };

    // The comments that begin with "# --", by the path of the key below.
    private static Dictionary<string, string> Descriptions(string[] lines)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var path = new List<string>();
        string? said = null;
        foreach (var line in lines)
        {
            if (line.TrimStart().StartsWith("# -- ", StringComparison.Ordinal))
            {
                said = line.TrimStart()["# -- ".Length..];
            }
            else if (Key().Match(line) is { Success: true } key)
            {
                path.RemoveRange(key.Groups["indent"].Length / 2, path.Count - (key.Groups["indent"].Length / 2));
                path.Add(key.Groups["key"].Value);
                if (said is not null)
                {
                    found[string.Join('.', path)] = said;
                }

                said = null;
            }
        }

        return found;
    }

    [GeneratedRegex(@"^(?<indent>(?:  )*)(?<key>[\w.]+):")]
    private static partial Regex Key();
}
