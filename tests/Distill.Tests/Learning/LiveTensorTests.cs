using Distill.Learning;
using Distill.Tests.Support;
using TorchSharp;
using Xunit;

namespace Distill.Tests.Learning;

[Collection(nameof(NothingBeside))]
public sealed class LiveTensorTests
{
    [Fact]
    public async Task A_training_step_leaves_no_live_tensor_behind()
    {
        using var run = new TinyRun();
        await using var source = run.Source(await run.TeachAsync());
        using var training = new Training(run.Plan with { Labels = source });
        var live = new List<long>();

        training.Run(() => false, _ => live.Add(torch.Tensor.TotalCount), CancellationToken.None);

        Assert.All(live, count => Assert.Equal(live[0], count));
    }

    [Fact]
    public async Task A_finished_run_gives_back_every_tensor_it_made()
    {
        using var run = new TinyRun();
        var log = await run.TeachAsync();
        await run.TrainAsync(log);
        var before = torch.Tensor.TotalCount;

        await run.TrainAsync(log);

        Assert.Equal(before, torch.Tensor.TotalCount);
    }
}
