using Distill.Benchmarks.Coordination;
using Xunit.Runner.InProc.SystemConsole;

// The benchmarks are xunit tests; one of them starts this program again as a teacher.
return args is [WaitingTeacher.Verb, .. var rest]
    ? await WaitingTeacher.RunAsync(rest)
    : await ConsoleRunner.Run(args);
