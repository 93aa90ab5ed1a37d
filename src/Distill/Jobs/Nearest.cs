namespace Distill.Jobs;

/// <summary>Finds what a person probably meant when a word is not known.</summary>
internal static class Nearest
{
    /// <summary>
    /// The known word that needs the fewest edits (letters put in, left out, changed or swapped with their neighbour), if
    /// that is few enough for the length of the word; a known word that the given one starts, or is started by, counts as near.
    /// </summary>
    public static string? To(string word, IEnumerable<string> known)
    {
        var lowered = word.ToLowerInvariant();
        var allowed = Math.Max(1, word.Length / 3);
        return known
            .Select(candidate => (candidate, edits: Edits(lowered, candidate)))
            .Where(near => near.edits <= allowed || (lowered.Length >= 3 && near.candidate.StartsWith(lowered, StringComparison.Ordinal)))
            .OrderBy(near => near.edits)
            .Select(near => near.candidate)
            .FirstOrDefault();
    }

    /// <summary>The end of a sentence that refuses a word: a proposal where there is one, else all that is known.</summary>
    public static string Advice(string word, IReadOnlyCollection<string> known) => To(word, known) is { } near
        ? $"did you mean \"{near}\"?"
        : $"known are {string.Join(", ", known)}.";

    /// <summary>Damerau-Levenshtein distance in its optimal-string-alignment form.</summary>
    public static int Edits(string from, string to)
    {
        var edits = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                edits[i, j] = i == 0 || j == 0 ? i + j : Math.Min(
                    Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1,
                    edits[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
                }
            }
        }

        return edits[from.Length, to.Length];
    }
}
