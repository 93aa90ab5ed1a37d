using Distill.Tests.Support;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Distill.Tests.Tensors;

/// <summary>Counts live tensors of the whole process, so nothing may run beside it.</summary>
[Collection(nameof(NothingBeside))]
public sealed class DisposeScopeTests
{
    [Fact]
    public void A_scope_frees_what_was_made_in_it()
    {
        long before = Tensor.TotalCount;
        Tensor inner;
        using (var scope = NewDisposeScope())
        {
            inner = ones(3) + 1;
            Assert.Equal(2, scope.DisposablesCount);
            Assert.Equal(before + 2, Tensor.TotalCount);
        }

        Assert.True(inner.IsInvalid);
        Assert.Equal(before, Tensor.TotalCount);
        Assert.Throws<InvalidOperationException>(() => inner + 1);
    }

    [Fact]
    public void A_tensor_moves_to_the_outer_scope_and_out_of_all_scopes()
    {
        Tensor moved, detached;
        using (var outer = NewDisposeScope())
        {
            using (NewDisposeScope())
            {
                moved = ones(1).MoveToOuterDisposeScope();
                detached = ones(1).DetachFromDisposeScope();
            }

            Assert.False(moved.IsInvalid);
            Assert.True(outer.Contains(moved));
            Assert.False(outer.Contains(detached));
        }

        Assert.True(moved.IsInvalid);
        Assert.False(detached.IsInvalid);
        detached.Dispose();
    }

    [Fact]
    public void A_scope_can_be_emptied_while_it_is_open()
    {
        using var scope = NewDisposeScope();
        var kept = ones(1);
        var freed = ones(1);
        scope.DisposeEverythingBut(kept);
        Assert.True(freed.IsInvalid);
        Assert.False(kept.IsInvalid);
        kept.Dispose();
        kept.Dispose();
        Assert.Equal(0, scope.DisposablesCount);
    }

    [Fact]
    public void Scopes_of_two_threads_do_not_meet()
    {
        using var scope = NewDisposeScope();
        var other = new Thread(() => ones(1).Dispose());
        other.Start();
        other.Join();
        Assert.Equal(0, scope.DisposablesCount);
        Assert.Same(scope, CurrentDisposeScope);
    }

    [Fact]
    public void An_attached_tensor_belongs_to_the_scope()
    {
        var loose = ones(1);
        using (var scope = NewDisposeScope()) scope.Attach(loose);
        Assert.True(loose.IsInvalid);
    }

    [Fact]
    public void A_wrapped_expression_leaves_only_its_result()
    {
        using var scope = NewDisposeScope();
        var result = WrappedTensorDisposeScope(() => (ones(2) + 1) * 3);
        Assert.Equal(1, scope.DisposablesCount);
        Assert.Equal(12, result.sum().ToSingle());
    }

    [Fact]
    public void A_forgotten_tensor_is_freed_by_the_garbage_collector()
    {
        Collect();
        long before = Tensor.TotalCount;
        Forget();
        Assert.Equal(before + 1, Tensor.TotalCount);
        Collect();
        Assert.Equal(before, Tensor.TotalCount);

        static void Collect()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void Forget() => _ = ones(3);
    }

    [Fact]
    public void A_training_step_leaves_no_live_tensor()
    {
        using var outer = NewDisposeScope();
        var filters = (ones(4, 3, 3, 3) * 0.1).requires_grad_().detach().requires_grad_();
        var weights = (ones(10, 4) * 0.1).detach().requires_grad_();
        var (mean, variance) = (zeros(4), ones(4));
        var momentum = zeros_like(filters);
        long before = 0;
        for (int step = 0; step < 3; step++)
        {
            if (step == 1) before = Tensor.TotalCount;
            using var scope = NewDisposeScope();
            var images = ones(8, 3, 6, 6) * step;
            var features = F.relu(F.batch_norm(F.conv2d(images, filters), mean, variance, training: true));
            var logits = F.linear(F.adaptive_avg_pool2d(features, 1).flatten(1), weights);
            F.cross_entropy(logits, zeros(8, dtype: int64)).backward();
            using var quiet = no_grad();
            momentum.mul_(0.9).add_(filters.grad!);
            filters.add_(momentum, -0.1);
            filters.grad = null;
            weights.grad = null;
        }

        Assert.Equal(before, Tensor.TotalCount);
        Assert.True(Tensor.PeakCount >= Tensor.TotalCount);
    }
}
