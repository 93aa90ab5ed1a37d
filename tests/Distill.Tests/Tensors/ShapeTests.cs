using Distill.Tensors;
using Xunit;
using static TorchSharp.torch;

namespace Distill.Tests.Tensors;

public sealed class ShapeTests : TensorTests
{
    [Fact]
    public void Views_share_memory_and_copies_do_not()
    {
        var x = arange(6, dtype: float32);
        var view = x.reshape(2, 3);
        view.fill_(1);
        Close([1, 1, 1, 1, 1, 1], x);
        x.clone().zero_();
        Close([1, 1, 1, 1, 1, 1], x);
    }

    [Fact]
    public void Dimensions_are_reordered_merged_and_repeated()
    {
        var x = arange(24).reshape(2, 3, 4);
        Assert.Equal([4L, 2, 3], x.permute(2, 0, 1).shape);
        Assert.Equal([2L, 4, 3], x.transpose(1, 2).shape);
        Assert.Equal([2L, 12], x.flatten(1).shape);
        Assert.Equal([1L, 24], x.view(1, -1).shape);
        Assert.Equal([2L, 1, 3, 4], x.unsqueeze(1).shape);
        Assert.Equal([2L, 3, 4], x.unsqueeze(0).squeeze().shape);
        Assert.Equal([2L, 3, 4], x.unsqueeze(0).squeeze(0).shape);
        Assert.Equal([5L, 3], arange(3).expand(5, 3).shape);
        Assert.Equal([4L, 3], x.select(0, 1).t().shape);
        Assert.Equal([2L, 1, 0], arange(3).flip(0).data<long>().ToArray());
        Assert.Throws<TensorException>(() => x.permute(2, 0, 1).view(-1));
    }

    [Fact]
    public void Pieces_are_picked_by_range_and_by_index()
    {
        var x = arange(12, dtype: float32).reshape(3, 4);
        Close([1, 2, 5, 6, 9, 10], x.narrow(1, 1, 2));
        Close([0, 2, 4, 6, 8, 10], x.slice(1, 0, 4, 2));
        Close([8, 9, 10, 11, 0, 1, 2, 3], x.index_select(0, tensor([2L, 0])));
        Close([3, 4, 9], x.gather(1, tensor([3L, 0, 1], [3, 1])));
        Close([8, 9, 10, 11], x.select(0, 2));
        Close([0, 1, 0, 2, 0, 0], zeros(2, 3).scatter(1, tensor([1L, 0], [2, 1]), tensor([1f, 2], [2, 1])));
    }

    [Fact]
    public void Tensors_are_joined_along_old_and_new_dimensions()
    {
        Assert.Equal([4L, 3], cat([ones(1, 3), zeros(3, 3)]).shape);
        Assert.Equal([2L, 2, 3], stack([ones(2, 3), zeros(2, 3)], 1).shape);
        var error = Assert.Throws<TensorException>(() => cat([ones(1, 3), zeros(2, 2)]));
        Assert.Contains("cat failed on [1x3], type = Float32, device = cpu, [2x2]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Elements_of_a_permuted_tensor_come_in_row_major_order()
    {
        var x = arange(6, dtype: float32).reshape(2, 3).t();
        Assert.False(x.is_contiguous());
        Assert.Equal([0f, 3, 1, 4, 2, 5], x.data<float>().ToArray());
        Assert.Equal(4f, x.data<float>()[1, 1]);
        Assert.Equal([0f, 3, 1, 4, 2, 5], [.. x.data<float>()]);
        x.data<float>().CopyFrom([9f, 8], tensorIndex: 4);
        Close([0, 1, 9, 3, 4, 8], x.t());
        Assert.Throws<InvalidOperationException>(() => x.bytes.Length);
    }

    [Fact]
    public void A_permuted_buffer_is_channels_last_and_convolves_to_the_same()
    {
        var pixels_NHWC = Irregular(2, 5, 5, 3);
        var images_NCHW = pixels_NHWC.permute(0, 3, 1, 2);
        var filters = Irregular(4, 3, 3, 3);
        Assert.Equal([75L, 1, 15, 3], images_NCHW.stride());
        var channelsLast = nn.functional.conv2d(images_NCHW, filters);
        Assert.Equal(1, channelsLast.stride()[1]);
        Assert.True(channelsLast.allclose(nn.functional.conv2d(images_NCHW.contiguous(), filters), atol: 1e-5));
    }
}
