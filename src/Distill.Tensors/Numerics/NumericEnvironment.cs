using Distill.Tensors.Interop;
using Distill.Tensors.Normalization;
using Distill.Tensors.Winograd;
using TorchSharp;

namespace Distill.Tensors;

/// <summary>Makes the numeric libraries of this process independent of the caller's environment, and says what they are.</summary>
/// <remarks>
/// <para>Variables such as <c>OPENBLAS_CORETYPE</c> or <c>DNNL_MAX_CPU_ISA</c> change the bits of results and are read once, when
/// libtorch is loaded; a program calls <see cref="Prepare"/> before its first tensor.</para>
/// <para>The number of threads of an operator belongs to the thread that calls it, in libtorch's own loops, in oneDNN and in backward
/// passes, which run on the caller's thread. A trainer thread with all cores and teaching slots of one thread each so live in one
/// process, if each begins with <see cref="UseThreads"/>. Since the number follows the thread, an <see langword="await"/> between
/// operators may lose it: a slot is a thread of its own, not a task of the pool.</para>
/// </remarks>
public static class NumericEnvironment
{
    private static readonly Lock Gate = new();

    // Asked for with every message, and answered from the memory map and seven files. A library that is loaded later computes nothing of what came before.
    private static readonly Lazy<(string Isa, string Libraries)> Machine = new(Examine, LazyThreadSafetyMode.PublicationOnly);

    // Null stands for "not set". OpenBLAS keeps one number for all threads of the process and divides work by it, so it gets one thread;
    // its kernels are named, since it falls back to those of 2004 on a processor that is younger than itself.
    // Waiting OpenMP threads sleep at once: spinning ones starve the others as soon as there are more threads than cores.
    private static readonly (string Name, string? Value)[] Fixed =
    [
        ("OPENBLAS_NUM_THREADS", "1"), ("OPENBLAS_CORETYPE", Processor.BlasKernels), ("OPENBLAS_DEFAULT_NUM_THREADS", null), ("GOTO_NUM_THREADS", null),
        ("OMP_DYNAMIC", "FALSE"), ("OMP_WAIT_POLICY", "PASSIVE"), ("GOMP_SPINCOUNT", "0"), ("KMP_BLOCKTIME", "0"),
        ("OMP_PROC_BIND", null), ("OMP_PLACES", null), ("OMP_SCHEDULE", null), ("OMP_THREAD_LIMIT", null), ("GOMP_CPU_AFFINITY", null), ("KMP_AFFINITY", null),
        ("ATEN_CPU_CAPABILITY", null), ("DNNL_MAX_CPU_ISA", null), ("ONEDNN_MAX_CPU_ISA", null), ("DNNL_CPU_ISA_HINTS", null), ("ONEDNN_CPU_ISA_HINTS", null),
        ("DNNL_DEFAULT_FPMATH_MODE", null), ("ONEDNN_DEFAULT_FPMATH_MODE", null),
        ("MKL_NUM_THREADS", null), ("MKL_DYNAMIC", null), ("MKL_CBWR", null), ("MKL_ENABLE_INSTRUCTIONS", null), ("MKL_DEBUG_CPU_TYPE", null), ("MKL_THREADING_LAYER", null),
    ];

    /// <summary>Whether the processor multiplies brain floating point in hardware at all.</summary>
    public static bool HasBFloat16 => Processor.HasBFloat16;

    /// <summary>Whether BFloat16 is faster than Float32 here: with AMX, or on AMD processors that have it; elsewhere it is slower.</summary>
    public static bool HasFastBFloat16 => Processor.HasFastBFloat16;

    /// <summary>The widest instruction set of the processor in oneDNN's names, and the sizes of its caches.</summary>
    public static string InstructionSet => Processor.Describe();

    /// <summary>Sets every variable that the numeric libraries read, whatever the caller's environment says, and lets them reuse memory.</summary>
    /// <param name="threads">Threads per operator for threads that never call <see cref="UseThreads"/>.</param>
    /// <exception cref="InvalidOperationException">libtorch was loaded before, under other values.</exception>
    public static void Prepare(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        lock (Gate)
        {
            var different = Variables(threads).Where(variable => LibC.Variable(variable.Name) != variable.Value).ToList();
            if (different.Count == 0) return;
            if (NumericLibraries.Loaded)
                throw new InvalidOperationException($"libtorch was loaded before {string.Join(", ", different.Select(variable => variable.Name))} could be set: prepare the numeric environment before the first tensor.");
            foreach (var (name, value) in different) LibC.SetVariable(name, value);
            LibC.KeepFreedMemory();
        }
    }

    /// <summary>Gives the memory of tensors that are gone back to the system; it is kept for the next ones otherwise.</summary>
    public static void ReturnFreedMemory() => LibC.ReturnFreedMemory();

    /// <summary>What <see cref="Prepare"/> sets; null for a variable that must not be there.</summary>
    internal static IEnumerable<(string Name, string? Value)> Variables(int threads) => [("OMP_NUM_THREADS", $"{threads}"), .. Fixed];

    /// <summary>Sets how many threads the operators use that the calling thread runs from now on; the first thing such a thread does.</summary>
    public static void UseThreads(int threads)
    {
        // At its first question a thread takes over the number that any thread of the process set last. Asked only after
        // torch.set_num_threads it would lose its own number again.
        _ = torch.get_num_threads();
        torch.set_num_threads(threads);
    }

    /// <summary>The numerics class of a worker of this process; loads libtorch.</summary>
    /// <param name="precision">The precision of its activations, such as <c>float32</c> or <c>bfloat16</c>.</param>
    /// <param name="threads">How many threads its operators use.</param>
    /// <exception cref="LibtorchMissingException">There is no libtorch on this machine.</exception>
    public static NumericsClass Current(string precision, int threads)
    {
        var (isa, libraries) = Machine.Value;
        return new NumericsClass(libraries, isa, "cpu", precision, threads);
    }

    private static (string Isa, string Libraries) Examine()
    {
        _ = torch.get_num_threads();
        string isa = NumericLibraries.BlasKernels() is { } kernels ? $"{Processor.Describe()} openblas:{kernels}" : Processor.Describe();
        string libraries = Convolution3x3.IsSupported ? $"{NumericLibraries.Describe()} {Convolution3x3.Version} {BatchNormRelu.Version}" : NumericLibraries.Describe();
        return (isa, libraries);
    }
}
