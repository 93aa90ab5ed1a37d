using Distill.Tensors;
using Distill.Tensors.Interop;
using Distill.Tensors.Normalization;
using Distill.Tensors.Winograd;
using Xunit;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Distill.Tests.Tensors;

public sealed class NumericEnvironmentTests : TensorTests
{
    [Fact]
    public void Preparing_replaces_the_callers_variables_for_native_libraries()
    {
        NumericEnvironment.Prepare(Environment.ProcessorCount);
        Assert.Equal($"{Environment.ProcessorCount}", LibC.Variable("OMP_NUM_THREADS"));
        Assert.Equal("1", LibC.Variable("OPENBLAS_NUM_THREADS"));
        Assert.Equal("0", LibC.Variable("GOMP_SPINCOUNT"));
        Assert.Equal(Processor.BlasKernels, LibC.Variable("OPENBLAS_CORETYPE"));
        Assert.Null(LibC.Variable("ATEN_CPU_CAPABILITY"));
    }

    [Fact]
    public void Preparing_anew_after_the_first_tensor_is_refused()
    {
        _ = ones(1);
        var error = Assert.Throws<InvalidOperationException>(() => NumericEnvironment.Prepare(Environment.ProcessorCount + 1));
        Assert.Contains("OMP_NUM_THREADS", error.Message, StringComparison.Ordinal);
        NumericEnvironment.Prepare(Environment.ProcessorCount);
    }

    [Fact]
    public void The_numerics_class_names_libraries_processor_and_threads()
    {
        var one = NumericEnvironment.Current("float32", threads: 1);
        Assert.Matches(@"libdnnl\S*:[0-9a-f]{12} .*libtorch_cpu\S*:[0-9a-f]{12}", one.Libraries);
        Assert.Matches(@"libgomp\S*:[0-9a-f]{12} libm\S*:[0-9a-f]{12} libopenblas", one.Libraries);
        Assert.NotEmpty(one.Isa);
        Assert.Equal(16, one.Digest.Length);
        Assert.Equal(one, NumericEnvironment.Current("float32", threads: 1));
        Assert.NotEqual(one.Digest, NumericEnvironment.Current("float32", threads: 2).Digest);
        Assert.NotEqual(one.Digest, NumericEnvironment.Current("bfloat16", threads: 1).Digest);
    }

    [Theory]
    [InlineData("float32")]
    [InlineData("Float32")]
    [InlineData("bfloat16")] // what is checked and exported beside a job in bfloat16 is computed in 32 bits
    [InlineData("any")]
    public void The_numerics_class_names_our_own_kernels_where_the_processor_has_what_they_need(string precision)
    {
        string libraries = NumericEnvironment.Current(precision, threads: 1).Libraries;
        Assert.Equal(Convolution3x3.IsSupported, libraries.EndsWith($" {Convolution3x3.Version} {BatchNormRelu.Version}", StringComparison.Ordinal));
    }

    [Fact]
    public void A_library_is_known_by_its_build_id()
    {
        string library = File.ReadLines("/proc/self/maps").Select(line => line.Split(' ')[^1]).First(path => path.Contains("libc.so", StringComparison.Ordinal));
        Assert.Matches("^[0-9a-f]{40}$", ElfBuildId.Of(library));
    }

    [Fact]
    public void A_file_that_is_no_library_is_known_by_its_content()
    {
        string file = Path.GetTempFileName();
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", ElfBuildId.Of(file));
        File.Delete(file);
    }

    [Fact]
    public void Threads_of_one_process_keep_their_own_number_of_threads()
    {
        using var together = new Barrier(2);
        int[] seen = new int[2];
        Thread[] threads = [.. Enumerable.Range(0, 2).Select(i => new Thread(() =>
        {
            NumericEnvironment.UseThreads(i + 1);
            together.SignalAndWait();
            using (ones(100_000) + 1) seen[i] = get_num_threads();
        }))];
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        Assert.Equal([1, 2], seen);
    }

    [Fact]
    public void A_slot_of_one_thread_computes_the_same_bits_beside_a_trainer_of_two()
    {
        byte[] alone = [], beside = [];
        OnItsOwnThread(() => alone = Step(threads: 1));
        using var stop = new CancellationTokenSource();
        var trainer = new Thread(() => { while (!stop.IsCancellationRequested) Step(threads: 2); });
        trainer.Start();
        OnItsOwnThread(() => beside = Step(threads: 1));
        stop.Cancel();
        trainer.Join();
        Assert.Equal(alone, beside);
    }

    private static void OnItsOwnThread(ThreadStart action)
    {
        var thread = new Thread(action);
        thread.Start();
        thread.Join();
    }

    private static byte[] Step(int threads)
    {
        NumericEnvironment.UseThreads(threads);
        using var scope = NewDisposeScope();
        var filters = Irregular(16, 16, 3, 3).requires_grad_();
        F.conv2d(Irregular(8, 16, 16, 16), filters, null, [1], [1]).square().mean().backward();
        return filters.grad!.contiguous().bytes.ToArray();
    }
}
