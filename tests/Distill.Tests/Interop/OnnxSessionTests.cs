using Distill.Tensors.Interop.Onnx;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Interop;

public sealed class OnnxSessionTests
{
    [Fact]
    public void A_session_says_what_its_model_takes_and_gives()
    {
        using var session = Teacher();

        var input = Assert.Single(session.Inputs);
        Assert.Equal(OnnxElementType.Float32, input.ElementType);
        Assert.Equal([-1L, 3, 32, 32], input.Shape);
        Assert.Equal([-1L, 10], Assert.Single(session.Outputs).Shape);
    }

    [Fact]
    public void Answers_about_one_image_are_those_about_many()
    {
        using var session = Teacher();
        float[] images = [.. Enumerable.Range(0, 2 * 3072).Select(i => i % 7 - 3f)];

        var both = Assert.Single(session.Run<float>(images, [2, 3, 32, 32]));
        var second = Assert.Single(session.Run<float>(images.AsSpan(3072), [1, 3, 32, 32]));

        Assert.Equal([2L, 10], both.Shape);
        Assert.All(second.Values.Zip(both.Values.Skip(10)), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Fact]
    public void A_damaged_model_is_an_exception_with_a_sentence()
    {
        NativeOnnx.Require();

        var refusal = Assert.Throws<OnnxRuntimeException>(() => new OnnxSession("not a model"u8));

        Assert.StartsWith("ONNX Runtime refuses: ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_of_another_size_is_an_exception_with_a_sentence()
    {
        using var session = Teacher();

        var refusal = Assert.Throws<OnnxRuntimeException>(() => session.Run<float>(new float[3 * 16 * 16], [1, 3, 16, 16]));

        Assert.StartsWith("ONNX Runtime refuses: ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_for_a_model_that_takes_floats_are_refused()
    {
        using var session = Teacher();

        var refusal = Assert.Throws<OnnxRuntimeException>(() => session.Run<byte>(new byte[3072], [1, 3, 32, 32]));

        Assert.Contains("(Float32) and not one input of UInt8", refusal.Message, StringComparison.Ordinal);
    }

    private static OnnxSession Teacher()
    {
        NativeOnnx.Require();
        return new OnnxSession(File.ReadAllBytes(Path.Combine(SharedData.Require("teachers"), "cifar10_resnet56.onnx")));
    }
}
