using System.Text.Json.Nodes;
using Distill.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Distill.Tests.Deployment;

/// <summary><c>shapes.yaml</c> as JSON Schema, by "apiVersion kind".</summary>
internal static class Shapes
{
    private const string Label = "^[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?$";
    private const string Quantity = @"^[0-9]+(\.[0-9]+)?(m|k|M|G|T|Ki|Mi|Gi|Ti)?$";

    /// <summary>All shapes; each is a definition.</summary>
    public static JsonObject Read()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(Repository.PathOf("tests", "Distill.Tests", "Deployment", "shapes.yaml"))));
        var definitions = new JsonObject();
        foreach (var (key, value) in ((YamlMappingNode)yaml.Documents[0].RootNode).Children)
        {
            var name = ((YamlScalarNode)key).Value!;
            var shape = Of(value);
            if (name.Split(' ') is [var version, var kind])
            {
                shape["properties"]!["apiVersion"] = OneOf(version);
                shape["properties"]!["kind"] = OneOf(kind);
            }

            definitions[name] = shape;
        }

        return new JsonObject { ["definitions"] = definitions };
    }

    private static JsonObject Of(YamlNode node) => node switch
    {
        YamlMappingNode map => Map(map),
        YamlSequenceNode list => new JsonObject { ["type"] = "array", ["items"] = Of(list.Children.Single()) },
        _ => Leaf(((YamlScalarNode)node).Value!),
    };

    private static JsonObject Map(YamlMappingNode map)
    {
        var keys = map.Children.Select(child => (Name: ((YamlScalarNode)child.Key).Value!, Shape: child.Value)).ToList();
        return new()
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["required"] = new JsonArray([.. keys.Where(key => key.Name.EndsWith('!')).Select(key => (JsonNode)key.Name.TrimEnd('!'))]),
            ["properties"] = new JsonObject(keys.Select(key => KeyValuePair.Create(key.Name.TrimEnd('!'), (JsonNode?)Of(key.Shape)))),
        };
    }

    private static JsonObject Leaf(string shape) => shape switch
    {
        "string" => new() { ["type"] = "string" },
        "int" => new() { ["type"] = "integer" },
        "bool" => new() { ["type"] = "boolean" },
        "intOrString" => new() { ["type"] = new JsonArray("integer", "string") },
        "name" => new() { ["type"] = "string", ["pattern"] = Label },
        "quantity" => QuantityShape(),
        "quantities" => new() { ["type"] = "object", ["additionalProperties"] = QuantityShape() },
        "numberText" => new() { ["type"] = "string", ["pattern"] = "^[0-9]+$" },
        "boolText" => new() { ["type"] = "string", ["pattern"] = "^(true|false)$" },
        "strings" => new() { ["type"] = "object", ["additionalProperties"] = new JsonObject { ["type"] = "string" } },
        "any" => [],
        ['$', ..] => new() { ["$ref"] = $"#/definitions/{shape}" },
        _ => OneOf(shape.Split('|')),
    };

    private static JsonObject QuantityShape() => new() { ["type"] = new JsonArray("string", "integer"), ["pattern"] = Quantity };

    private static JsonObject OneOf(params string[] values) => new() { ["type"] = "string", ["enum"] = new JsonArray([.. values.Select(value => (JsonNode)value)]) };
}
