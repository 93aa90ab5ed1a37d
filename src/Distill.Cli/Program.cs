using Distill.Cli;

using var interruption = new Interruption();
return await CommandLine.RunAsync(args, Terminal.OfThisProcess(interruption.Token));
