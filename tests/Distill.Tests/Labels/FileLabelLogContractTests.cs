using Distill.Labels;
using Distill.Tests.Support;

namespace Distill.Tests.Labels;

public sealed class FileLabelLogContractTests : LabelLogContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override Task<ILabelLog> OpenAsync() => Task.FromResult<ILabelLog>(new FileLabelLog(_folder.Path, TimeProvider.System));
}
