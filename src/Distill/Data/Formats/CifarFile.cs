namespace Distill.Data.Formats;

/// <summary>
/// CIFAR's binary records: label bytes, then the red, the green and the blue plane of 32 x 32 pixels
/// (<c>www.cs.toronto.edu/~kriz/cifar.html</c>).
/// </summary>
internal static class CifarFile
{
    private const int Plane = 32 * 32;

    private static readonly ImageShape s_shape = new(3, 32, 32);

    /// <param name="files">The files, in the order of their samples.</param>
    /// <param name="labelBytes">Label bytes of a record; the last one is the label that counts.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="classSource">The file that names them.</param>
    public static MemoryImageSet Read(IReadOnlyList<string> files, int labelBytes, int classes, string classSource)
    {
        var recordLength = labelBytes + s_shape.Length;
        var labels_N = new int[files.Sum(file => CountRecords(file, recordLength))];
        var pixels_NHWC = new byte[(long)labels_N.Length * s_shape.Length];
        var sample = 0;
        foreach (var file in files)
        {
            var content = DataFile.Read(file);
            for (var offset = 0; offset < content.Length; offset += recordLength, sample++)
            {
                var record = content.AsSpan(offset, recordLength);
                labels_N[sample] = record[labelBytes - 1];
                if (labels_N[sample] >= classes)
                {
                    throw new DataProblemException(
                        $"{file} has label {labels_N[sample]} in record {offset / recordLength} (byte {offset + labelBytes - 1}), but "
                        + $"{classSource} has names for labels 0 to {classes - 1} only: fetch the file again or correct the names.");
                }

                Interleave(record[labelBytes..], pixels_NHWC.AsSpan(sample * s_shape.Length, s_shape.Length));
            }
        }

        return new MemoryImageSet(s_shape, pixels_NHWC, labels_N);
    }

    private static int CountRecords(string file, int recordLength)
    {
        var length = new FileInfo(file).Length;
        if (length == 0)
        {
            throw new DataProblemException($"{file} is empty: fetch the file again.");
        }

        var (complete, rest) = Math.DivRem(length, recordLength);
        if (rest != 0)
        {
            throw new DataProblemException(
                $"{file} has {length:N0} bytes, which is no multiple of the record length {recordLength:N0}: "
                + $"record {complete} (byte {complete * recordLength}) is cut off after {rest:N0} bytes; fetch the file again.");
        }

        return (int)complete;
    }

    private static void Interleave(ReadOnlySpan<byte> planes_CHW, Span<byte> pixels_HWC)
    {
        var red = planes_CHW[..Plane];
        var green = planes_CHW.Slice(Plane, Plane);
        var blue = planes_CHW.Slice(2 * Plane, Plane);
        for (var i = 0; i < Plane; i++)
        {
            pixels_HWC[3 * i] = red[i];
            pixels_HWC[3 * i + 1] = green[i];
            pixels_HWC[3 * i + 2] = blue[i];
        }
    }
}
