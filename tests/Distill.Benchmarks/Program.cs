using Distill.Benchmarks.Coordination;
using Distill.Benchmarks.Table;
using Distill.Tensors;
using Xunit.Runner.InProc.SystemConsole;

// The table is a program of its own; the other benchmarks are xunit tests, one of which starts this program again as a teacher.
return args switch
{
    [BenchProgram.Verb, .. var rest] => await BenchProgram.RunAsync(rest, Console.Out, Console.Error),
    [WaitingTeacher.Verb, .. var rest] => await WaitingTeacher.RunAsync(rest),
    _ => await RunTestsAsync(),
};

// Some tests calculate in this process and others host workers in it; both need the same environment, whichever comes first.
async Task<int> RunTestsAsync()
{
    NumericEnvironment.Prepare(Environment.ProcessorCount);
    return await ConsoleRunner.Run(args);
}
