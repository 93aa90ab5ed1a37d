using Distill.Pipeline.Workers;
using Xunit;

namespace Distill.Tests.Pipeline.Workers;

public sealed class RecentlyUsedTests
{
    [Fact]
    public async Task A_value_is_made_once_however_many_ask()
    {
        var used = new RecentlyUsed<string, int>(2);
        var made = 0;

        var values = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => used.GetAsync("a", () => Task.FromResult(++made))));

        Assert.All(values, value => Assert.Equal(1, value));
    }

    [Fact]
    public async Task The_least_recently_used_one_is_let_go()
    {
        var used = new RecentlyUsed<string, string>(2);
        var made = new List<string>();
        foreach (var key in new[] { "a", "b", "a", "c", "a", "b" })
        {
            await used.GetAsync(key, () =>
            {
                made.Add(key);
                return Task.FromResult(key);
            });
        }

        Assert.Equal(["a", "b", "c", "b"], made);
    }

    [Fact]
    public async Task A_value_that_could_not_be_made_is_tried_again()
    {
        var used = new RecentlyUsed<string, int>(2);

        await Assert.ThrowsAsync<InvalidOperationException>(() => used.GetAsync("a", () => throw new InvalidOperationException()));

        Assert.Equal(1, await used.GetAsync("a", () => Task.FromResult(1)));
    }
}
