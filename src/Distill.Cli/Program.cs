using Distill.Cli;

using var interruption = new Interruption(TimeProvider.System);
return await CommandLine.RunAsync(args, Terminal.OfThisProcess(interruption.Token));
