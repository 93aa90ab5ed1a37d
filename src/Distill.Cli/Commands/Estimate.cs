using System.CommandLine;
using Distill.Cli.Screens;
using Distill.Jobs;
using Distill.Jobs.Estimates;
using Distill.Pipeline.Jobs;
using Distill.Tensors;

namespace Distill.Cli.Commands;

/// <summary><c>distill estimate</c>: what a job costs, before anything runs.</summary>
internal static class Estimate
{
    public static Command Create(Terminal terminal) => Verb.Create(
        terminal, "estimate", "Say what a job costs and start nothing", JobFile.Symbols, RunAsync);

    private static async Task<int> RunAsync(Invocation call)
    {
        var reading = JobFile.Read(call);
        if (reading is not { Job: { } job, Material: { } material })
        {
            return JobFile.Refuse(call, reading);
        }

        var inventory = await LookUpAsync(call, job);
        var estimate = Distill.Jobs.Estimates.Estimate.Of(job, material, inventory, Throughput.Assumed(Environment.ProcessorCount));
        call.Write(estimate, EstimateTable.Of);
        return ExitCode.Ok;
    }

    private static async Task<JobInventory> LookUpAsync(Invocation call, JobSpec job)
    {
        try
        {
            NumericEnvironment.Prepare(Environment.ProcessorCount);
            return await new Inventory(call.OpenStore()).OfAsync(job, call.Terminal.Interrupted);
        }
        catch (LibtorchMissingException)
        {
            call.Say("There is no libtorch on this machine, so nothing is known about what is in the store already.");
            return new JobInventory();
        }
    }
}
