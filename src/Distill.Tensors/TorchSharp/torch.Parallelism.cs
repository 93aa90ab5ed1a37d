using Distill.Tensors;
using Distill.Tensors.Interop.Libtorch;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>How many threads one operator uses when the calling thread runs it.</summary>
    public static int get_num_threads() => Native.Threads();

    /// <summary>Sets how many threads one operator uses when the calling thread runs it.</summary>
    public static void set_num_threads(int num)
    {
        if (Native.SetThreads(num) != 0) throw new TensorException($"{num} is no number of threads: {Native.Error()}");
    }
}
