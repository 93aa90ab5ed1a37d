namespace Distill.Tensors.Pixels;

/// <summary>Work of our own kernels, divided among threads.</summary>
internal static class Parts
{
    /// <summary>Does every part, each on a thread of its own as far as there are some; returns when all are done.</summary>
    /// <param name="parts">How many there are.</param>
    /// <param name="work">Takes a part's number.</param>
    public static void For(int parts, Action<int> work)
    {
        if (parts == 1) work(0);
        else Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = parts }, work);
    }
}
