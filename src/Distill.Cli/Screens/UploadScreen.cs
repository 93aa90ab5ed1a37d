using Distill.Pipeline.Inputs;

namespace Distill.Cli.Screens;

/// <summary>Says how far an upload is: a line at every tenth. An upload of nothing new says nothing.</summary>
internal sealed class UploadScreen(Invocation call) : IProgress<InputProgress>
{
    private readonly Lock _gate = new();
    private long? _tenth;

    public void Report(InputProgress value)
    {
        lock (_gate)
        {
            var tenth = value.Total == 0 ? 10 : value.Done * 10 / value.Total;
            if (_tenth is { } before && tenth > before)
            {
                call.Say($"Sending the job's files to the store: {Figures.Bytes(value.Done)} of {Figures.Bytes(value.Total)}.");
            }

            _tenth = tenth;
        }
    }
}
