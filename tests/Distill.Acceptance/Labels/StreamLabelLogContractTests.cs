using Distill.Acceptance.Servers;
using Distill.Labels;
using Distill.Tests.Labels;
using Xunit;

namespace Distill.Acceptance.Labels;

public sealed class StreamLabelLogContractTests(SharedRabbitMq shared) : LabelLogContract, IAsyncLifetime
{
    private StreamLogs? _logs;

    public async ValueTask InitializeAsync() => _logs = new((await shared.GetAsync(TestContext.Current.CancellationToken)).Address);

    public async ValueTask DisposeAsync()
    {
        if (_logs is not null)
        {
            await _logs.DisposeAsync();
        }
    }

    protected override Task<ILabelLog> OpenAsync() => Task.FromResult<ILabelLog>(_logs!.Open());
}
