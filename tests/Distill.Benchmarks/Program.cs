using Distill.Benchmarks.Coordination;
using Distill.Benchmarks.Table;
using Xunit.Runner.InProc.SystemConsole;

// The table is a program of its own; the other benchmarks are xunit tests, one of which starts this program again as a teacher.
return args switch
{
    [BenchProgram.Verb, .. var rest] => await BenchProgram.RunAsync(rest, Console.Out, Console.Error),
    [WaitingTeacher.Verb, .. var rest] => await WaitingTeacher.RunAsync(rest),
    _ => await ConsoleRunner.Run(args),
};
