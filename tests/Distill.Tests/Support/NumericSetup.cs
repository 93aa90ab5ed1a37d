using System.Runtime.CompilerServices;
using Distill.Tensors;

namespace Distill.Tests.Support;

/// <summary>Prepares the numeric environment before any test, as every program of the product does before its first tensor.</summary>
internal static class NumericSetup
{
    [ModuleInitializer]
    internal static void Prepare() => NumericEnvironment.Prepare(threads: 1);
}
