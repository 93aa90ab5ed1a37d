using Distill.Pipeline.Jobs;
using Distill.Pipeline.Workers;

namespace Distill.Pipeline.Messaging;

/// <summary>One kind of work, which has queues of its own.</summary>
/// <param name="Name">First part of its queues' names.</param>
/// <param name="Message">The command that asks for it.</param>
/// <param name="Role">Who does it.</param>
/// <param name="IsRouted">Whether the kind of machine matters.</param>
/// <param name="Priorities">The priorities that have a queue each.</param>
internal sealed record WorkKind(string Name, Type Message, WorkerRoles Role, bool IsRouted, IReadOnlyList<JobPriority> Priorities)
{
    private static readonly JobPriority[] s_one = [JobPriority.Normal];
    private static readonly JobPriority[] s_every = [JobPriority.High, JobPriority.Normal, JobPriority.Low];

    /// <summary>Every kind. What takes long is queued by priority and by kind of machine; what is quick is not.</summary>
    public static IReadOnlyList<WorkKind> All { get; } =
    [
        new("prepare", typeof(PrepareJob), WorkerRoles.Student, IsRouted: false, s_one),
        new("check", typeof(PrepareLabels), WorkerRoles.Teacher, IsRouted: false, s_one),
        new("teach", typeof(TeachChunk), WorkerRoles.Teacher, IsRouted: true, s_every),
        new("verify", typeof(VerifyChunk), WorkerRoles.Teacher, IsRouted: true, s_one),
        new("train", typeof(TrainSegment), WorkerRoles.Student, IsRouted: true, s_every),
        new("fill", typeof(FillLabels), WorkerRoles.Student, IsRouted: false, s_one),
        new("finish", typeof(FinishJob), WorkerRoles.Student, IsRouted: false, s_one),
    ];

    /// <summary>The kind that a command asks for.</summary>
    public static WorkKind Of<T>() => All.First(kind => kind.Message == typeof(T));

    /// <summary>The queue for a job's command.</summary>
    public QueueName Queue(string route, JobPriority priority, int protocol) =>
        new(Name, IsRouted ? route : Routes.Any, Priorities.Contains(priority) ? priority : JobPriority.Normal, protocol);

    /// <summary>The queues that a machine of a kind listens to.</summary>
    public IEnumerable<QueueName> Queues(string route, ProtocolVersions protocols) =>
        from protocol in protocols.All
        from priority in Priorities
        from at in IsRouted && route != Routes.Any ? new[] { route, Routes.Any } : [Routes.Any]
        select new QueueName(Name, at, priority, protocol);
}
