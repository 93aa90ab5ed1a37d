using Distill.Data;
using Distill.Jobs;
using Distill.Labels;
using Distill.Networks;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Workers;
using Distill.Teaching;
using Distill.Tests.Labels;
using Xunit;

namespace Distill.Tests.Pipeline.Workers;

public sealed class TeacherSlotsTests
{
    private static readonly Dataset s_digits = Datasets.Open(new DatasetSpec { Kind = "digits" }, ".");
    private static readonly ViewRenderer s_views = new(s_digits.Train, s_digits.Normalization, Augmentation.None, seed: 1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_teacher_that_cannot_start_does_not_end_another_jobs_teaching()
    {
        var set = SomeLabels.Set;
        var (starts, disposed) = (0, new List<int>());
        using var slots = new TeacherSlots(1, (asked, _, views) =>
            asked == set ? new Teacher(asked, new Silent(++starts, disposed), views) : throw new NetworkProblemException("This machine cannot run it."));

        var first = await RunAsync(slots, set);
        await Assert.ThrowsAsync<NetworkProblemException>(() => RunAsync(slots, set with { Seed = set.Seed + 1 }));
        var again = await RunAsync(slots, set);

        Assert.NotSame(first, again);
        Assert.Equal((2, 1), (starts, Assert.Single(disposed)));
    }

    private static Task<Teacher> RunAsync(TeacherSlots slots, LabelSet set) => slots.RunAsync(set, null!, s_views, JobPriority.Normal, teacher => teacher, Ct);

    private sealed class Silent(int number, List<int> disposed) : IForward
    {
        public (float[] Logits_NK, float[][] Pooled_ND) Run(ReadOnlySpan<float> pixels_NHWC, int count) => throw new InvalidOperationException("Nobody asks it.");

        public void Dispose() => disposed.Add(number);
    }
}
