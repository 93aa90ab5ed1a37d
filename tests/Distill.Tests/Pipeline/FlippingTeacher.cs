using Distill.Labels;
using Distill.Pipeline;
using Distill.Pipeline.Workers;
using Microsoft.Extensions.DependencyInjection;

namespace Distill.Tests.Pipeline;

/// <summary>Teaches as the machine does, but flips one bit of one logit in those pieces of work that the test names.</summary>
internal sealed class FlippingTeacher(IChunkTeacher teacher, Func<int, bool> isFlipped) : IChunkTeacher
{
    private int _taught;

    public bool IsOn { get; set; }

    public static void Replace(IServiceCollection services, Func<int, bool> isFlipped) => services.AddSingleton<IChunkTeacher>(provider =>
        new FlippingTeacher(new ChunkTeacher(provider.GetRequiredService<TeacherOffice>(), provider.GetRequiredService<TeacherSlots>()), isFlipped));

    public async Task<byte[]> TeachAsync(ChunkOrder order, CancellationToken ct)
    {
        var bytes = await teacher.TeachAsync(order, ct);
        return IsOn && isFlipped(_taught++) ? Flipped(order.Set, bytes) : bytes;
    }

    /// <summary>The same labels with one bit flipped and every sum made to match.</summary>
    public static byte[] Flipped(LabelSet set, byte[] bytes)
    {
        var chunk = LabelChunkCodec.Decode(set, bytes, "a test");
        FaultPoint.Spoil(chunk);
        return LabelChunkCodec.Encode(set, chunk);
    }
}
