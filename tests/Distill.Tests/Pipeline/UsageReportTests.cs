using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Distill.Tests.Pipeline;

public sealed class UsageReportTests
{
    [Fact]
    public async Task The_bus_reports_its_usage_to_nobody()
    {
        using var tiny = new TinyJob();

        await using var host = await tiny.StartAsync();

        Assert.False(host.Services.GetRequiredService<IOptions<UsageTelemetryOptions>>().Value.Enabled);
    }

    [Fact]
    public void It_would_unless_it_was_told_not_to()
    {
        var services = new ServiceCollection();
        services.AddMassTransit(bus => bus.UsingInMemory());

        Assert.True(services.BuildServiceProvider().GetRequiredService<IOptions<UsageTelemetryOptions>>().Value.Enabled);
    }
}
