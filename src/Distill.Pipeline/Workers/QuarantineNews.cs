using Distill.Pipeline.Jobs;
using Distill.Pipeline.Messaging;
using MassTransit;

namespace Distill.Pipeline.Workers;

/// <summary>Hears of withdrawn labels at once, instead of when the store is asked the next time.</summary>
internal sealed class QuarantineNews(Quarantine quarantine, Expulsion expulsion, WorkerIdentity worker) : IConsumer<WorkerQuarantined>
{
    public async Task Consume(ConsumeContext<WorkerQuarantined> context)
    {
        var news = context.Message;
        MessageRules.Check(news);
        quarantine.Forget(news.Fingerprint);
        if (news.Worker == worker.Id)
        {
            await expulsion.HeedAsync(news.Fingerprint, context.CancellationToken);
        }
    }
}
