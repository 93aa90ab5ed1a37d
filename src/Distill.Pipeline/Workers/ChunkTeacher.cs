using Distill.Labels;

namespace Distill.Pipeline.Workers;

/// <summary>Teaches chunks on this process's slots.</summary>
internal sealed class ChunkTeacher(TeacherOffice office, TeacherSlots slots) : IChunkTeacher
{
    public async Task<byte[]> TeachAsync(ChunkOrder order, CancellationToken ct)
    {
        var (record, job, model, set, view, chunk) = order;
        var calibration = await office.CalibrationAsync(job, model, set, record.Priority, ct);
        var taught = await slots.RunAsync(set, model, job.Views, record.Priority, teacher => teacher.Teach(view, chunk, calibration, ct), ct);
        FaultPoint.FlipLabel(taught);
        return LabelChunkCodec.Encode(set, taught);
    }
}
