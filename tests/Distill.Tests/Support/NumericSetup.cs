using System.Runtime.CompilerServices;
using Distill.Tensors;

namespace Distill.Tests.Support;

/// <summary>Prepares the numeric environment before any test, as the program does before its first tensor, with the same number of threads.</summary>
internal static class NumericSetup
{
    [ModuleInitializer]
    internal static void Prepare() => NumericEnvironment.Prepare(Environment.ProcessorCount);
}
