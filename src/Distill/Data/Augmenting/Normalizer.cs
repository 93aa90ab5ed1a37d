using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Distill.Data.Augmenting;

/// <summary>
/// Writes a placed image as normalised numbers. All 256 results of each channel are computed once, with PyTorch's own
/// sequence of single-precision operations: <c>(pixel / 255 - mean) / std</c>.
/// </summary>
internal sealed class Normalizer
{
    private readonly int _channels;
    private readonly ImageShape _shape;
    private readonly float[] _table_CV;
    private readonly float[] _black_WC;

    /// <param name="normalization">One mean and one deviation per channel.</param>
    /// <param name="shape">The shape of the images.</param>
    public Normalizer(Normalization normalization, ImageShape shape)
    {
        (_channels, _shape) = (normalization.Mean.Count, shape);
        _table_CV = new float[_channels * 256];
        for (var i = 0; i < _table_CV.Length; i++)
        {
            var (channel, pixel) = (i / 256, i % 256);
            _table_CV[i] = (pixel / 255f - normalization.Mean[channel]) / normalization.Std[channel];
        }

        _black_WC = [.. Enumerable.Range(0, shape.Width * _channels).Select(i => _table_CV[i % _channels * 256])];
    }

    public void Write(ReadOnlySpan<byte> source_HWC, in Placement placement, Span<float> target_HWC)
    {
        var rowLength = _shape.Width * _channels;
        for (var y = 0; y < _shape.Height; y++)
        {
            var row_WC = target_HWC.Slice(y * rowLength, rowLength);
            if (y < placement.Top || y >= placement.Bottom || placement.IsEmpty)
            {
                FillBlack(row_WC);
                continue;
            }

            FillBlack(row_WC[..(placement.Left * _channels)]);
            FillBlack(row_WC[(placement.Right * _channels)..]);
            var window_WC = row_WC[(placement.Left * _channels)..(placement.Right * _channels)];
            var start = (y + placement.OffsetY) * rowLength + placement.FirstSourceColumn * _channels;
            var source_WC = source_HWC.Slice(start, window_WC.Length);
            if (placement.Mirrored)
            {
                LookUpBackwards(source_WC, window_WC);
            }
            else
            {
                LookUp(source_WC, window_WC);
            }
        }
    }

    private void FillBlack(Span<float> target_WC) => _black_WC.AsSpan(0, target_WC.Length).CopyTo(target_WC);

    // A byte indexes 256 entries per channel and both spans have one length, so no index needs a check in the loops below; native integers
    // as indices spare a sign extension for each.
    private void LookUp(ReadOnlySpan<byte> source_WC, Span<float> target_WC)
    {
        ref var table = ref MemoryMarshal.GetArrayDataReference(_table_CV);
        ref var source = ref MemoryMarshal.GetReference(source_WC);
        ref var target = ref MemoryMarshal.GetReference(target_WC);
        nint length = source_WC.Length;
        if (_channels == 3)
        {
            for (nint i = 0; i < length; i += 3)
            {
                Unsafe.Add(ref target, i) = Unsafe.Add(ref table, (nint)Unsafe.Add(ref source, i));
                Unsafe.Add(ref target, i + 1) = Unsafe.Add(ref table, 256 + (nint)Unsafe.Add(ref source, i + 1));
                Unsafe.Add(ref target, i + 2) = Unsafe.Add(ref table, 512 + (nint)Unsafe.Add(ref source, i + 2));
            }

            return;
        }

        for (nint i = 0, channel = 0; i < length; i++, channel = channel + 1 == _channels ? 0 : channel + 1)
        {
            Unsafe.Add(ref target, i) = Unsafe.Add(ref table, (channel * 256) + (nint)Unsafe.Add(ref source, i));
        }
    }

    private void LookUpBackwards(ReadOnlySpan<byte> source_WC, Span<float> target_WC)
    {
        ref var table = ref MemoryMarshal.GetArrayDataReference(_table_CV);
        ref var source = ref Unsafe.Add(ref MemoryMarshal.GetReference(source_WC), (nint)source_WC.Length - _channels);
        ref var target = ref MemoryMarshal.GetReference(target_WC);
        nint length = source_WC.Length;
        if (_channels == 3)
        {
            for (nint i = 0; i < length; i += 3)
            {
                Unsafe.Add(ref target, i) = Unsafe.Add(ref table, (nint)Unsafe.Add(ref source, -i));
                Unsafe.Add(ref target, i + 1) = Unsafe.Add(ref table, 256 + (nint)Unsafe.Add(ref source, 1 - i));
                Unsafe.Add(ref target, i + 2) = Unsafe.Add(ref table, 512 + (nint)Unsafe.Add(ref source, 2 - i));
            }

            return;
        }

        for (nint i = 0; i < length; i += _channels)
        {
            for (nint channel = 0; channel < _channels; channel++)
            {
                Unsafe.Add(ref target, i + channel) = Unsafe.Add(ref table, (channel * 256) + (nint)Unsafe.Add(ref source, channel - i));
            }
        }
    }
}
