using System.Runtime.CompilerServices;

namespace Distill.Tensors.Winograd;

/// <summary>
/// The memory that a thread computes in, kept for its next convolution and freed with the thread. All but the zeros hold whatever was left there.
/// </summary>
/// <remarks>
/// Transformed weights and sums belong to the thread that divides a convolution and are read or written by all its parts; the parts, of which it
/// may run some itself, use its other memory.
/// </remarks>
internal sealed unsafe class WinogradScratch
{
    private const int CacheLine = 64;

    [ThreadStatic]
    private static WinogradScratch? mine;

    private float[] inputs = [];
    private float[] products = [];
    private float[] filter = [];
    private float[] sums = [];
    private float[] zeros = [];

    /// <summary>The calling thread's.</summary>
    public static WinogradScratch Mine => mine ??= new WinogradScratch();

    /// <summary>Room for tiles of input.</summary>
    public float* Inputs(nint floats) => Room(ref inputs, floats);

    /// <summary>Room for products, or for tiles of gradients.</summary>
    public float* Products(nint floats) => Room(ref products, floats);

    /// <summary>Room for transformed weights.</summary>
    public float* Filter(nint floats) => Room(ref filter, floats);

    /// <summary>Room for gradients of transformed weights.</summary>
    public float* Sums(nint floats) => Room(ref sums, floats);

    /// <summary>Floats that are zero, and stay so.</summary>
    public float* Zeros(nint floats)
    {
        bool kept = zeros.Length >= floats + CacheLine / sizeof(float);
        float* first = Room(ref zeros, floats);
        if (!kept) Array.Clear(zeros);
        return first;
    }

    /// <summary>Memory that does not move, from the beginning of a line of the cache.</summary>
    public static float[] Allocate(nint floats) => GC.AllocateUninitializedArray<float>(checked((int)floats) + CacheLine / sizeof(float), pinned: true);

    /// <summary>Where the first whole line of such memory is.</summary>
    public static float* Begin(float[] memory) =>
        (float*)(((nuint)Unsafe.AsPointer(ref memory[0]) + CacheLine - 1) & ~(nuint)(CacheLine - 1));

    private static float* Room(ref float[] memory, nint floats)
    {
        if (memory.Length < floats + CacheLine / sizeof(float)) memory = Allocate(floats);
        return Begin(memory);
    }
}
