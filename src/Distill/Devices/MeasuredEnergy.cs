namespace Distill.Devices;

/// <summary>What one image really costs, from a counter.</summary>
/// <param name="Method">How it was measured.</param>
/// <param name="Microjoules">Energy of one image, what the idle machine draws left out.</param>
public sealed record MeasuredEnergy(string Method, double Microjoules)
{
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_busy = TimeSpan.FromSeconds(10);

    /// <summary>Measures an ONNX file.</summary>
    /// <param name="counter">The counter.</param>
    /// <param name="model">The whole file.</param>
    /// <param name="threads">Threads of an operator.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ct">Stops while idle.</param>
    public static async Task<MeasuredEnergy> OfAsync(EnergyCounter counter, ReadOnlyMemory<byte> model, int threads, TimeProvider time, CancellationToken ct)
    {
        using var call = new ImageCall(model, threads);
        return await OfAsync(counter, call.Invoke, time, ct);
    }

    /// <summary>Lets the machine idle for two seconds, then runs a model for ten.</summary>
    /// <param name="counter">The counter.</param>
    /// <param name="call">One image.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ct">Stops while idle.</param>
    public static async Task<MeasuredEnergy> OfAsync(EnergyCounter counter, Action call, TimeProvider time, CancellationToken ct)
    {
        var (before, started) = (counter.Read(), time.GetTimestamp());
        await Task.Delay(s_idle, time, ct);
        var idleMicrowatts = counter.Between(before, counter.Read()) / time.GetElapsedTime(started).TotalSeconds;

        (before, started) = (counter.Read(), time.GetTimestamp());
        var runs = 0;
        do
        {
            call();
            runs++;
        }
        while (time.GetElapsedTime(started) < s_busy);

        var busy = counter.Between(before, counter.Read()) - idleMicrowatts * time.GetElapsedTime(started).TotalSeconds;
        return new MeasuredEnergy(counter.Method, Math.Round(Math.Max(0, busy) / runs, 2));
    }
}
