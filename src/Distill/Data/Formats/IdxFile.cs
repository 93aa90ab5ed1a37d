using System.Buffers.Binary;

namespace Distill.Data.Formats;

/// <summary>
/// One file of the IDX format: the bytes 0, 0, type and number of dimensions, then each dimension as a big-endian 32-bit
/// number, then the values (<c>yann.lecun.com/exdb/mnist</c>).
/// </summary>
/// <param name="Path">Where it came from.</param>
/// <param name="Dimensions">The sizes that its header states; the first counts the samples.</param>
/// <param name="Values">The bytes after the header.</param>
internal sealed record IdxFile(string Path, int[] Dimensions, ReadOnlyMemory<byte> Values)
{
    private const byte UnsignedByte = 8;

    public int Count => Dimensions[0];

    /// <param name="path">A plain or gzip file.</param>
    /// <param name="rank">3 for images, 1 for labels.</param>
    public static IdxFile Read(string path, int rank)
    {
        var bytes = DataFile.Read(path);
        var headerLength = 4 + 4 * rank;
        if (bytes.Length < headerLength)
        {
            throw new DataProblemException(
                $"{path} ends at byte {bytes.Length} within its IDX header of {headerLength} bytes: fetch the file again.");
        }

        if (bytes[0] != 0 || bytes[1] != 0 || bytes[2] != UnsignedByte || bytes[3] != rank)
        {
            throw new DataProblemException(
                $"{path} starts with {Convert.ToHexStringLower(bytes.AsSpan(0, 4))} at byte 0, where IDX {(rank == 1 ? "labels" : "images")} "
                + $"start with 0000080{rank}: put the right file there.");
        }

        var dimensions = new int[rank];
        UInt128 values = 1;
        for (var i = 0; i < rank; i++)
        {
            var size = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(4 + 4 * i));
            if (size is 0 or > int.MaxValue)
            {
                throw new DataProblemException(
                    $"{path} states a size of {size:N0} at byte {4 + 4 * i}, so it holds no usable samples: fetch the file again.");
            }

            dimensions[i] = (int)size;
            values *= size;
        }

        if (values != (UInt128)(bytes.Length - headerLength))
        {
            throw new DataProblemException(
                $"{path} holds {bytes.Length - headerLength:N0} bytes after its header of {headerLength}, which promises {values:N0} "
                + $"({string.Join(" x ", dimensions)}): fetch the file again.");
        }

        return new IdxFile(path, dimensions, bytes.AsMemory(headerLength));
    }
}
