using Distill.Labels;
using Distill.Pipeline.Alerts;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;
using Distill.Pipeline.Progress;
using Microsoft.Extensions.DependencyInjection;

namespace Distill.Pipeline.Workers;

/// <summary>What the workers of a process share.</summary>
internal static class WorkSetup
{
    /// <summary>Adds it.</summary>
    /// <param name="services">The process's services.</param>
    /// <param name="slots">Teaching slots of this process.</param>
    public static void AddWork(this IServiceCollection services, int slots) => services
        .AddSingleton(provider => new Admission(
            provider.GetRequiredService<JobStore>(), provider.GetRequiredService<WorkerIdentity>().IsAlone,
            (record, ct) => provider.GetRequiredService<JobErrands>().SendAsync(record, new PrepareJob(record.Name), ct)))
        .AddSingleton<AlertBook>()
        .AddSingleton<Attendance>()
        .AddSingleton<BreakdownSignal>()
        .AddSingleton<CommandSender>()
        .AddSingleton<Expulsion>()
        .AddSingleton<IChunkTeacher, ChunkTeacher>()
        .AddSingleton<ILabelTrust>(provider => provider.GetRequiredService<Quarantine>())
        .AddSingleton<JobErrands>()
        .AddSingleton(provider => new JobEvents(
            provider.GetRequiredService<JobStore>(), provider.GetRequiredService<WorkerIdentity>().Id, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<JobGuard>()
        .AddSingleton<JobStore>()
        .AddSingleton<JobWatch>()
        .AddSingleton<LabelDemands>()
        .AddSingleton<LabelDesk>()
        .AddSingleton<LivePoints>()
        .AddSingleton<MemoryReturn>()
        .AddSingleton<ModelStore>()
        .AddSingleton<OpenJobs>()
        .AddSingleton<ProgressBoard>()
        .AddSingleton<ProgressFeed>()
        .AddSingleton<Quarantine>()
        .AddSingleton<Reconciler>()
        .AddSingleton<RunRestarts>()
        .AddSingleton<RunPlans>()
        .AddSingleton<StopSignal>()
        .AddSingleton<TaughtChunks>()
        .AddSingleton<TeacherOffice>()
        .AddSingleton(new TeacherSlots(slots))
        .AddSingleton(new TrainerThreads(Environment.ProcessorCount))
        .AddSingleton<Verification>()
        .AddSingleton<VerificationSample>()
        .AddSingleton(new WarmRuns(most: Environment.ProcessorCount))
        .AddSingleton<WorkerRegistry>()
        .AddSingleton<WorkInHand>();
}
