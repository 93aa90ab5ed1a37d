using Xunit;
using static TorchSharp.torch;

namespace Distill.Tests.Tensors;

public sealed class ReductionTests : TensorTests
{
    private static Tensor Matrix() => tensor([1f, 2, 3, 4, 5, 12], [2, 3]);

    [Fact]
    public void Sums_means_and_spreads_follow_their_definitions()
    {
        Close([27], Matrix().sum());
        Close([5, 7, 15], Matrix().sum(0L));
        Close([6, 21], Matrix().sum([1]));
        Close([4.5], Matrix().mean());
        Close([2, 7], Matrix().mean([1]));
        Close([1440], Matrix().prod());
        Close([6, 240], Matrix().prod(1));
        Close([1, 19], Matrix().var(1));
        Close([2.0 / 3, 38.0 / 3], Matrix().var([1], unbiased: false));
        Close([1, Math.Sqrt(19)], Matrix().std(1));
        Close([Math.Sqrt(1 + 4 + 9 + 16 + 25 + 144)], Matrix().norm());
        Close([6, 21], Matrix().norm(1, p: 1));
    }

    [Fact]
    public void Extremes_come_with_their_places()
    {
        var (values, indexes) = Matrix().max(1);
        Close([3, 12], values);
        Assert.Equal([2L, 2], indexes.data<long>().ToArray());
        Close([1, 2, 3], Matrix().min(0).values);
        Assert.Equal(5, Matrix().argmax().item<long>());
        Assert.Equal([2L, 2], Matrix().argmax(1).data<long>().ToArray());
        Close([12], Matrix().max());
        Close([1], Matrix().min());
    }

    [Fact]
    public void Running_sums_follow_their_definitions()
    {
        Close([1, 3, 6, 4, 9, 21], Matrix().cumsum(1));
        double[] x = [0.3, -1.2, 2.0];
        Close([.. Enumerable.Range(1, 3).Select(n => Math.Log(x.Take(n).Sum(Math.Exp)))], tensor(x).logcumsumexp(0));
        Close([Math.Log(x.Sum(Math.Exp))], tensor(x).logsumexp(0));
    }

    [Fact]
    public void A_softmax_sums_to_one_and_survives_large_logits()
    {
        var logits = tensor([1000f, 1001, 999, -5, 0, 5], [2, 3]);
        Close([1, 1], logits.softmax(1).sum(1));
        Assert.True(logits.softmax(1).log().allclose(logits.log_softmax(1), atol: 1e-5));
        Assert.True((logits - logits.logsumexp(1, keepdim: true)).allclose(logits.log_softmax(1), atol: 1e-3));
    }

    [Fact]
    public void Orders_of_elements_are_found()
    {
        var x = tensor([3f, 1, 2, 1, 5, 0], [2, 3]);
        Assert.Equal([0L, 2, 1, 1, 0, 2], x.argsort(1, descending: true).data<long>().ToArray());
        var (values, indices) = x.sort(1, stable: true);
        Close([1, 2, 3, 0, 1, 5], values);
        Assert.Equal([1L, 2, 0, 2, 0, 1], indices.data<long>().ToArray());
        var (best, places) = x.topk(2, dim: 1);
        Close([3, 2, 5, 1], best);
        Assert.Equal([0L, 2, 1, 0], places.data<long>().ToArray());
    }
}
