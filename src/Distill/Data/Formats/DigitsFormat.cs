using System.Globalization;
using System.Text;
using Distill.Jobs;

namespace Distill.Data.Formats;

/// <summary>The bundled handwritten digits: 1,437 training and 360 test images of 8 x 8 grey pixels (see Digits/SOURCE.md).</summary>
internal sealed class DigitsFormat : IDatasetFormat
{
    private const int Side = 8;
    private const int MaximumInk = 16;
    private const int TestEvery = 5;
    private const string Resource = "Distill.Data.Digits.digits.csv.gz";

    public string Kind => "digits";

    public Dataset Open(DatasetSpec spec, string baseFolder)
    {
        if (spec.Path is not null)
        {
            throw new DataProblemException("The digits dataset is bundled and has no folder: remove dataset.path.");
        }

        using var stream = typeof(DigitsFormat).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The assembly lacks its resource {Resource}.");
        var packed = new byte[stream.Length];
        stream.ReadExactly(packed);
        return Parse(Encoding.ASCII.GetString(DataFile.Unpack(packed, "digits.csv.gz")), "digits.csv.gz");
    }

    public IReadOnlyList<string> FilesOf(DatasetSpec spec, string baseFolder) => [];

    /// <summary>Parses rows of 64 inks from 0 to 16 and the digit.</summary>
    internal static Dataset Parse(string csv, string file)
    {
        var lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var rows = lines.Select((line, i) => ParseRow(line, i + 1, file)).ToArray();
        return new Dataset(
            "digits", Images(rows.Where((_, i) => i % TestEvery != 0)), Images(rows.Where((_, i) => i % TestEvery == 0)),
            [.. Enumerable.Range(0, 10).Select(digit => digit.ToString(CultureInfo.InvariantCulture))]);
    }

    private static int[] ParseRow(string line, int number, string file)
    {
        var cells = line.Split(',');
        if (cells.Length != Side * Side + 1)
        {
            throw new DataProblemException(
                $"{file}, line {number} has {cells.Length} values instead of 65 (64 pixels and the digit): restore the file.");
        }

        return [.. cells.Select((cell, i) => ParseCell(cell, i, number, file))];
    }

    private static int ParseCell(string cell, int column, int line, string file)
    {
        var (what, maximum) = column < Side * Side ? ("a pixel", MaximumInk) : ("a digit", 9);

        // The published file writes the numbers as floating point in some releases ("5.0000e+00").
        if (!double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            || value < 0 || value > maximum || value != Math.Floor(value))
        {
            throw new DataProblemException(
                $"{file}, line {line}, value {column + 1} is '{cell}', but {what} is a whole number from 0 to {maximum}: restore the file.");
        }

        return (int)value;
    }

    private static MemoryImageSet Images(IEnumerable<int[]> rows)
    {
        var chosen = rows.ToArray();
        return new MemoryImageSet(
            new ImageShape(1, Side, Side),
            chosen.SelectMany(row => row[..^1].Select(ink => (byte)((ink * 255 + MaximumInk / 2) / MaximumInk))).ToArray(),
            [.. chosen.Select(row => row[^1])]);
    }
}
