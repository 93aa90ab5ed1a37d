using YamlDotNet.Core;

namespace Distill.Jobs.Yaml;

/// <summary>Valid YAML that a job file has no use for, such as an alias; the message is for the author of the file.</summary>
internal sealed class UnfitYamlException(Mark place, string message) : YamlException(place, place, message);
