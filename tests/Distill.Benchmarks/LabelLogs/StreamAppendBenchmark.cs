using Distill.Benchmarks.Table;
using Xunit;

namespace Distill.Benchmarks.LabelLogs;

/// <summary>
/// Appending labels to a stream in four sizes. Needs Debian's rabbitmq-server:
/// <c>dotnet run --project tests/Distill.Benchmarks -c Release -- -explicit only</c>.
/// </summary>
public sealed class StreamAppendBenchmark(ITestOutputHelper output)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory(Explicit = true)]
    [InlineData(50_000, 16)]
    [InlineData(50_000, 64)]
    [InlineData(200_000, 16)]
    [InlineData(200_000, 64)]
    public async Task Appending_is_nearly_as_fast_as_the_client_library_alone(int bytes, int appenders)
    {
        var (ours, bare) = await CompareAsync(bytes, appenders, chunks: 150_000_000 / bytes, rounds: 9);

        Assert.True(ours / bare >= 0.8, $"{ours:F0} MB/s against {bare:F0} MB/s");
    }

    [Fact]
    public Task The_comparison_runs() => CompareAsync(bytes: 1000, appenders: 2, chunks: 4, rounds: 1);

    private async Task<(double Ours, double Bare)> CompareAsync(int bytes, int appenders, int chunks, int rounds)
    {
        var (ours, bare, ourWork, bareWork) = await StreamAppend.CompareAsync(bytes, appenders, chunks, rounds, Ct);
        var (mine, theirs) = (Figures.Median(ours), Figures.Median(bare));
        output.WriteLine($"{bytes / 1000} KB, {appenders} appenders: label log {mine:F0} MB/s ({ours.Min():F0}..{ours.Max():F0}), bare loop {theirs:F0} MB/s ({bare.Min():F0}..{bare.Max():F0}), {mine / theirs:P0}; {ourWork:F0} and {bareWork:F0} us of this process's cores for a chunk");
        return (mine, theirs);
    }
}
