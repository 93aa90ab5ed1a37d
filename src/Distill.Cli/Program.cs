using Distill.Cli;

using var telemetry = TelemetryExport.Start(Environment.GetEnvironmentVariable);
using var interruption = new Interruption(TimeProvider.System);
return await CommandLine.RunAsync(args, Terminal.OfThisProcess(interruption.Token));
