using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Distill.Tests.Deployment;

/// <summary>Checks YAML against as much of JSON Schema as the schemas here use; a keyword that it does not know is an error.</summary>
internal static class SchemaCheck
{
    private static readonly HashSet<string> s_remarks = ["$schema", "title", "description", "default", "definitions", "$comment"];

    /// <summary>Everything that is wrong, each with its place.</summary>
    public static IEnumerable<string> Problems(YamlNode node, JsonObject schema, JsonObject root, string place = "")
    {
        if (schema["$ref"] is { } reference)
        {
            schema = (JsonObject)root["definitions"]![((string)reference!)["#/definitions/".Length..]]!;
        }

        foreach (var (keyword, value) in schema)
        {
            var problems = keyword switch
            {
                "type" => TypesOf(value!).Any(type => Is(node, type)) ? [] : [$"{place} is no {string.Join(" or ", TypesOf(value!))}: {node}"],
                "enum" => value!.AsArray().Any(allowed => allowed!.ToString() == ((YamlScalarNode)node).Value) ? [] : [$"{place} is none of {value.ToJsonString()}: {node}"],
                "pattern" => node is not YamlScalarNode text || Regex.IsMatch(text.Value!, (string)value!) ? [] : [$"{place} does not look like {value}: {node}"],
                "minimum" => Number(node) is { } low && low < (double)value! ? [$"{place} is less than {value}: {node}"] : [],
                "maximum" => Number(node) is { } high && high > (double)value! ? [$"{place} is more than {value}: {node}"] : [],
                "items" => node is YamlSequenceNode list ? list.SelectMany((item, index) => Problems(item, (JsonObject)value!, root, $"{place}[{index}]")) : [],
                "required" => value!.AsArray().Select(key => (string)key!).Where(key => Find(node, key) is null).Select(key => $"{place} lacks {key}"),
                "properties" => value!.AsObject().SelectMany(property =>
                    Find(node, property.Key) is { } inner ? Problems(inner, (JsonObject)property.Value!, root, $"{place}.{property.Key}") : []),
                "additionalProperties" => Others(node, schema).SelectMany(other => value is JsonObject of
                    ? Problems(other.Value, of, root, $"{place}.{other.Key}")
                    : (bool)value! ? [] : [$"{place} knows no {other.Key}"]),
                _ when s_remarks.Contains(keyword) => [],
                _ => [$"The schema of {place} has the keyword {keyword}, which is not known here"],
            };
            foreach (var problem in problems)
            {
                yield return problem;
            }
        }
    }

    /// <summary>The value of a key; null where there is none.</summary>
    public static YamlNode? Find(YamlNode node, string key) =>
        node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    private static IEnumerable<string> TypesOf(JsonNode type) => type is JsonArray several ? several.Select(one => (string)one!) : [(string)type!];

    private static IEnumerable<KeyValuePair<string, YamlNode>> Others(YamlNode node, JsonObject schema) => node is YamlMappingNode map
        ? map.Children.Select(child => KeyValuePair.Create(((YamlScalarNode)child.Key).Value!, child.Value)).Where(child => schema["properties"]?[child.Key] is null)
        : [];

    private static bool Is(YamlNode node, string type) => (type, node) switch
    {
        ("object", YamlMappingNode) or ("array", YamlSequenceNode) => true,
        ("string", YamlScalarNode text) => IsQuoted(text) || (Number(text) is null && text.Value is not ("true" or "false" or "null" or "")),
        ("boolean", YamlScalarNode text) => !IsQuoted(text) && text.Value is "true" or "false",
        ("integer", YamlScalarNode) => Number(node) is { } number && number == Math.Floor(number),
        ("number", YamlScalarNode) => Number(node) is not null,
        _ => false,
    };

    private static double? Number(YamlNode node) =>
        node is YamlScalarNode text && !IsQuoted(text) && double.TryParse(text.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool IsQuoted(YamlScalarNode text) => text.Style is not (YamlDotNet.Core.ScalarStyle.Plain or YamlDotNet.Core.ScalarStyle.Any);
}
