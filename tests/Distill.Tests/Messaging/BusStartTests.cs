using System.Reflection;
using Distill.Pipeline.Messaging;
using Distill.Tests.Support;
using MassTransit;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Distill.Tests.Messaging;

public sealed class BusStartTests
{
    private readonly ManualTime _time = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bus_that_never_gets_ready_is_started_anew_until_it_does()
    {
        var bus = DispatchProxy.Create<IBusControl, SlowBus>();
        var slow = (SlowBus)(object)bus;
        slow.HangsBefore = 2;
        slow.Hung += () => _time.Advance(TimeSpan.FromMinutes(1));

        await new BusStart(_time, NullLogger<BusStart>.Instance).StartAsync(bus, Ct);

        Assert.Equal(3, slow.Starts);
    }

    [Fact]
    public async Task A_process_that_is_told_to_stop_gives_up_the_start()
    {
        var bus = DispatchProxy.Create<IBusControl, SlowBus>();
        var slow = (SlowBus)(object)bus;
        slow.HangsBefore = int.MaxValue;
        using var stop = new CancellationTokenSource();
        slow.Hung += stop.Cancel;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new BusStart(_time, NullLogger<BusStart>.Instance).StartAsync(bus, stop.Token));

        Assert.Equal(1, slow.Starts);
    }

    /// <summary>A bus whose first starts end only when they are given up.</summary>
    public class SlowBus : DispatchProxy
    {
        public event Action? Hung;

        public int HangsBefore { get; set; }

        public int Starts { get; private set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Assert.Equal(nameof(IBusControl.StartAsync), targetMethod!.Name);
            return ++Starts > HangsBefore ? Task.FromResult<BusHandle>(null!) : HangAsync((CancellationToken)args![0]!);
        }

        private async Task<BusHandle> HangAsync(CancellationToken ct)
        {
            var end = new TaskCompletionSource<BusHandle>(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = ct.Register(() => end.TrySetCanceled(ct));
            Hung?.Invoke();
            return await end.Task;
        }
    }
}
