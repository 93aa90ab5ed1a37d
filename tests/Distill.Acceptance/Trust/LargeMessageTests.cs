using Distill.Acceptance.Servers;
using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;
using RabbitMQ.Client;
using Xunit;

namespace Distill.Acceptance.Trust;

/// <summary>Messages that are larger than any that a worker sends.</summary>
public sealed class LargeMessageTests(SharedRabbitMq broker)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_of_many_megabytes_is_refused_and_set_aside_and_the_job_behind_it_is_done()
    {
        using var job = new SmallJob();
        var address = await (await broker.GetAsync(Ct)).AddVirtualHostAsync("large-message", Ct);
        var environment = new Dictionary<string, string> { ["DISTILL__Broker"] = address.Describe };
        using var teacher = new DistillProcess(job.Store("shared"), environment, "worker", "teacher", "--slots", "1");
        using var student = new DistillProcess(job.Store("shared"), environment, "worker", "student");
        Assert.True(await student.SeesAsync(line => line.Contains("takes work from", StringComparison.Ordinal), Ct), student.Latest);
        await using var connection = await address.ConnectionFactory("large").CreateConnectionAsync(Ct);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), Ct);
        var queue = WorkKind.Of<PrepareJob>().Queue(Routes.Any, JobPriority.Normal, QueueName.Version).ToString();
        await channel.BasicPublishAsync("", queue, mandatory: true, new byte[20 << 20], Ct);

        using var submit = new DistillProcess(job.Store("shared"), environment, "submit", job.File);

        Assert.True((await submit.EndAsync(Ct)).Code == 0, $"{submit.Latest}\nstudent: {student.Latest}\nteacher: {teacher.Latest}");
        Assert.Equal(0u, (await channel.QueueDeclarePassiveAsync(queue, Ct)).MessageCount);
    }
}
