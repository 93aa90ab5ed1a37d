using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Distill.Tests.Tensors;

public sealed class ElementwiseTests : TensorTests
{
    private static readonly double[] Values = [-2.5, -0.5, 0.25, 1.5, 4.0];

    public static TheoryData<string, Func<Tensor, Tensor>, Func<double, double>> Functions => new()
    {
        { "abs", t => t.abs(), Math.Abs },
        { "neg", t => -t, x => -x },
        { "exp", t => t.exp(), Math.Exp },
        { "square", t => t.square(), x => x * x },
        { "reciprocal", t => t.reciprocal(), x => 1 / x },
        { "sigmoid", t => t.sigmoid(), x => 1 / (1 + Math.Exp(-x)) },
        { "relu", t => t.relu(), x => Math.Max(x, 0) },
        { "relu6", t => t.relu6(), x => Math.Clamp(x, 0, 6) },
        { "hardswish", t => t.hardswish(), x => x * Math.Clamp(x + 3, 0, 6) / 6 },
        { "hardsigmoid", t => t.hardsigmoid(), x => Math.Clamp(x + 3, 0, 6) / 6 },
        { "clamp", t => t.clamp(-1, 2), x => Math.Clamp(x, -1, 2) },
        { "clamp without a lower end", t => t.clamp(max: 1), x => Math.Min(x, 1) },
        { "clamp_min", t => t.clamp_min(0.5), x => Math.Max(x, 0.5) },
        { "pow", t => t.pow(3), x => x * x * x },
        { "1 - t", t => 1 - t, x => 1 - x },
        { "2 / t", t => 2 / t, x => 2 / x },
        { "logaddexp", t => t.logaddexp(zeros(1)), x => Math.Log(1 + Math.Exp(x)) },
        { "where", t => where(t > 0, t, zeros_like(t)), x => x > 0 ? x : 0 },
        { "masked_fill", t => t.masked_fill(t < 0, 7), x => x < 0 ? 7 : x },
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void An_elementwise_function_is_its_closed_form(string name, Func<Tensor, Tensor> function, Func<double, double> closedForm)
    {
        Assert.NotEmpty(name);
        Close([.. Values.Select(x => closedForm(x))], function(tensor(Values, dtype: ScalarType.Float32)), 3);
    }

    [Fact]
    public void Functions_of_positive_numbers_are_their_closed_forms()
    {
        double[] positive = [0.1, 1, 2.5];
        var x = tensor(positive);
        Close([.. positive.Select(v => Math.Sqrt(v))], x.sqrt());
        Close([.. positive.Select(v => Math.Log(v))], x.log());
        Close([.. positive.Select(v => Math.Log(1 + v))], x.log1p());
    }

    [Fact]
    public void In_place_operators_change_and_return_the_same_tensor()
    {
        var x = tensor([1f, 2, 3]);
        Assert.Same(x, x.add_(1).mul_(2).sub_(tensor([1f, 1, 1])).div_(2).add_(ones(3), 0.5));
        Close([2, 3, 4], x);
        Close([2 + 0.5 * 2 * 3, 3 + 0.5 * 3 * 3, 4 + 0.5 * 4 * 3], x.addcmul_(x.clone(), full(3, 3), 0.5));
        Close([1.5, 1.5, 1.5], ones(3).addcdiv_(ones(3), full(3, 2), 1));
        Close([0.25, 0.25, 0.25], zeros(3).lerp_(ones(3), tensor(0.25f)));
        Close([2, 3], tensor([4f, 9]).sqrt_());
        Close([5, 5, 5], x.fill_(5));
        Close([0, 0, 0], x.zero_());
    }

    [Fact]
    public void Comparisons_give_truth_values()
    {
        var x = tensor([1f, 2, 3]);
        Assert.Equal([false, true, false], (x == 2).data<bool>().ToArray());
        Assert.Equal([true, false, true], (x != 2).data<bool>().ToArray());
        Assert.Equal([true, false, false], (x < tensor(2f)).data<bool>().ToArray());
        Assert.Equal([false, false, true], (x.gt(1) & ~x.le(2)).data<bool>().ToArray());
        Assert.True((x >= 1).all().item<bool>());
        Assert.False((x > 3).any().ToBoolean());
        Assert.True(x.Equals(x.clone()));
        Assert.False(x.Equals(x + 1));
        Assert.True(x.allclose(x + 1e-7));
    }

    [Fact]
    public void Infinite_and_undefined_numbers_are_found()
    {
        var x = tensor([1f, float.NaN, float.PositiveInfinity]);
        Assert.Equal([true, false, false], isfinite(x).data<bool>().ToArray());
        Assert.Equal([false, true, false], x.isnan().data<bool>().ToArray());
    }

    [Fact]
    public void Whole_numbers_divide_to_fractions_unless_a_rounding_is_given()
    {
        var x = tensor([7L, -7]);
        Close([3.5, -3.5], x.div(2));
        Close([3, -4], x.div(2, RoundingMode.floor));
        Close([3, -3], x.div(tensor(2L), RoundingMode.trunc));
    }
}
