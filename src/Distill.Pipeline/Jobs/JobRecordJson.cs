using System.Text.Json.Serialization;

namespace Distill.Pipeline.Jobs;

/// <summary>
/// How a job's record is read, found out by the compiler: <c>distill list</c> would spend a tenth of its time on asking for it by reflection. Every other
/// stored value is read by commands that take longer anyway.
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(JobRecord))]
internal sealed partial class JobRecordJson : JsonSerializerContext;
