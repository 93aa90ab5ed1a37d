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
    private readonly float[] _table_CV;
    private readonly float[] _black_C;

    public Normalizer(Normalization normalization)
    {
        _channels = normalization.Mean.Count;
        _table_CV = new float[_channels * 256];
        for (var i = 0; i < _table_CV.Length; i++)
        {
            var (channel, pixel) = (i / 256, i % 256);
            _table_CV[i] = (pixel / 255f - normalization.Mean[channel]) / normalization.Std[channel];
        }

        _black_C = [.. Enumerable.Range(0, _channels).Select(channel => _table_CV[channel * 256])];
    }

    public void Write(ReadOnlySpan<byte> source_HWC, in Placement placement, ImageShape shape, Span<float> target_HWC)
    {
        var rowLength = shape.Width * _channels;
        for (var y = 0; y < shape.Height; y++)
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

    private void FillBlack(Span<float> target_WC)
    {
        for (var i = 0; i < target_WC.Length; i += _channels)
        {
            _black_C.CopyTo(target_WC[i..]);
        }
    }

    private void LookUp(ReadOnlySpan<byte> source_WC, Span<float> target_WC)
    {
        // A byte indexes 256 entries per channel and both spans have one length, so no index needs a check here.
        ref var table = ref MemoryMarshal.GetArrayDataReference(_table_CV);
        ref var source = ref MemoryMarshal.GetReference(source_WC);
        ref var target = ref MemoryMarshal.GetReference(target_WC);
        if (_channels == 3)
        {
            for (var i = 0; i < source_WC.Length; i += 3)
            {
                Unsafe.Add(ref target, i) = Unsafe.Add(ref table, (nint)Unsafe.Add(ref source, i));
                Unsafe.Add(ref target, i + 1) = Unsafe.Add(ref table, 256 + (nint)Unsafe.Add(ref source, i + 1));
                Unsafe.Add(ref target, i + 2) = Unsafe.Add(ref table, 512 + (nint)Unsafe.Add(ref source, i + 2));
            }

            return;
        }

        for (int i = 0, channel = 0; i < source_WC.Length; i++, channel = channel + 1 == _channels ? 0 : channel + 1)
        {
            Unsafe.Add(ref target, i) = Unsafe.Add(ref table, channel * 256 + Unsafe.Add(ref source, i));
        }
    }

    private void LookUpBackwards(ReadOnlySpan<byte> source_WC, Span<float> target_WC)
    {
        ref var table = ref MemoryMarshal.GetArrayDataReference(_table_CV);
        ref var source = ref MemoryMarshal.GetReference(source_WC);
        ref var target = ref MemoryMarshal.GetReference(target_WC);
        var last = source_WC.Length - _channels;
        if (_channels == 3)
        {
            for (var i = 0; i < source_WC.Length; i += 3)
            {
                Unsafe.Add(ref target, i) = Unsafe.Add(ref table, (nint)Unsafe.Add(ref source, last - i));
                Unsafe.Add(ref target, i + 1) = Unsafe.Add(ref table, 256 + (nint)Unsafe.Add(ref source, last - i + 1));
                Unsafe.Add(ref target, i + 2) = Unsafe.Add(ref table, 512 + (nint)Unsafe.Add(ref source, last - i + 2));
            }

            return;
        }

        for (var i = 0; i < source_WC.Length; i += _channels)
        {
            for (var channel = 0; channel < _channels; channel++)
            {
                Unsafe.Add(ref target, i + channel) = Unsafe.Add(ref table, channel * 256 + Unsafe.Add(ref source, last - i + channel));
            }
        }
    }
}
