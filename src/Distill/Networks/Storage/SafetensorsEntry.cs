namespace Distill.Networks;

/// <summary>Where a tensor lies in the bytes after the header; every number has been checked.</summary>
internal sealed record SafetensorsEntry(string Name, string Type, long[] Shape, long Begin, long End)
{
    public bool IsFloat => ElementType.IsFloat(Type);
}
