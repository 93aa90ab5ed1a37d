using Distill.Data;
using Distill.Learning;
using Xunit;

namespace Distill.Tests.Learning;

public sealed class TrainingOrderTests
{
    [Fact]
    public void The_first_pass_over_a_view_follows_the_views_own_order()
    {
        var batches = new TrainingOrder(10, 4, views: 2, viewSeed: 7, seed: 1).Epoch(1).ToList();

        Assert.Equal(Permutations.OfView(7, 1, 10), batches.SelectMany(b => b.Samples));
        Assert.Equal(Enumerable.Range(0, 10), batches.SelectMany(b => b.Positions));
        Assert.All(batches, b => Assert.Equal(1, b.View));
    }

    [Fact]
    public void Later_passes_visit_every_sample_once_in_an_order_of_the_students_seed()
    {
        var first = new TrainingOrder(100, 8, views: 1, viewSeed: 7, seed: 1).Epoch(3).SelectMany(b => b.Samples).ToList();
        var other = new TrainingOrder(100, 8, views: 1, viewSeed: 7, seed: 2).Epoch(3).SelectMany(b => b.Samples).ToList();

        Assert.Equal(Enumerable.Range(0, 100), first.Order());
        Assert.NotEqual(first, other);
    }

    [Fact]
    public void Positions_lead_to_the_sample_that_the_teacher_labelled_there()
    {
        var permutation = Permutations.OfView(7, 0, 50);

        var batches = new TrainingOrder(50, 8, views: 1, viewSeed: 7, seed: 1).Epoch(5);

        Assert.All(batches, b => Assert.Equal(b.Positions.Select(p => permutation[p]), b.Samples));
    }

    [Fact]
    public void An_epoch_can_begin_at_any_batch()
    {
        var order = new TrainingOrder(50, 8, views: 1, viewSeed: 7, seed: 1);

        Assert.Equal(order.Epoch(2).Skip(3).Select(b => b.Samples), order.Epoch(2, firstBatch: 3).Select(b => b.Samples));
    }

    [Theory]
    [InlineData(8, 4, 2)]
    [InlineData(9, 4, 2)]
    [InlineData(10, 4, 3)]
    public void A_single_left_over_sample_is_skipped(int samples, int batchSize, int steps)
    {
        var order = new TrainingOrder(samples, batchSize, views: 1, viewSeed: 7, seed: 1);

        Assert.Equal(steps, order.StepsPerEpoch);
        Assert.Equal(steps, order.Epoch(0).Count());
    }

    [Fact]
    public void Where_some_samples_only_are_of_use_an_epoch_is_as_long_and_takes_them_equally_often()
    {
        var all = new TrainingOrder(10, 4, views: 2, viewSeed: 1, seed: 2);
        var some = new TrainingOrder(10, 4, views: 2, viewSeed: 1, seed: 2, only: [3, 5, 8]);

        var epoch = some.Epoch(1).ToList();

        Assert.Equal(all.StepsPerEpoch, some.StepsPerEpoch);
        Assert.Equal(all.Epoch(1).Select(batch => (batch.View, batch.Index, batch.Samples.Length)), epoch.Select(batch => (batch.View, batch.Index, batch.Samples.Length)));
        Assert.All(epoch.SelectMany(batch => batch.Samples).CountBy(sample => sample), count => Assert.InRange(count.Value, 3, 4));
        Assert.Equal([3, 5, 8], epoch.SelectMany(batch => batch.Samples).Distinct().Order());
        Assert.Equal(epoch[2].Samples, some.Epoch(1, firstBatch: 2).Single().Samples);
        Assert.NotEqual(epoch[0].Samples.Concat(epoch[1].Samples), some.Epoch(2).Take(2).SelectMany(batch => batch.Samples));
    }
}
